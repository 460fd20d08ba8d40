import { invalidParameter, TrackbookError } from '../../api/errors.js';
import { toPythonJson } from '../python-json.js';
import { parseFilter } from '../search/parser.js';
import { orderField } from '../search/searchable.js';
import { loggedModels } from '../search/searchables/logged-models.js';
import * as store from '../store/search/logged-models.js';
import type { LoggedModelOrdering } from '../store/search/logged-models.js';
import type { Tx } from '../store/tx.js';
import { parseExperimentId } from './experiments.js';
import {
  describeLoggedModels,
  type DescribedLoggedModel
} from './logged-models.js';
import { requireMaxResults } from './search.js';

export interface LoggedModelQuery {
  experimentIds: string[];
  filter: string;
  datasets: { name: string; digest: string }[];
  orderBy: LoggedModelOrderBy[];
}

export interface LoggedModelOrderBy {
  fieldName: string;
  ascending: boolean;
  datasetName: string;
  datasetDigest: string;
}

const DEFAULT_MAX_RESULTS = 50;

export const searchLoggedModels = async (
  tx: Tx,
  input: LoggedModelQuery & { maxResults: number; pageToken: string }
): Promise<{ models: DescribedLoggedModel[]; nextPageToken?: string }> => {
  requireQuery(input);
  const maxResults = input.maxResults || DEFAULT_MAX_RESULTS;
  requireMaxResults(maxResults);
  const offset = readToken(input.pageToken, input);
  const rows = await store.searchLoggedModels(tx, {
    filter: parseFilter(input.filter, loggedModels),
    experiments: input.experimentIds.map(parseExperimentId),
    datasets: input.datasets,
    orderings: toOrderings(input.orderBy),
    limit: maxResults + 1,
    offset
  });
  return {
    models: await describeLoggedModels(tx, rows.slice(0, maxResults)),
    nextPageToken:
      rows.length > maxResults
        ? writeToken(offset + maxResults, input)
        : undefined
  };
};

const requireQuery = (input: LoggedModelQuery) => {
  if (input.datasets.some(({ name }) => name === '')) {
    throw invalidParameter(
      '`dataset_name` in the `datasets` clause must be specified.'
    );
  }
};

const toOrderings = (
  orderBy: readonly LoggedModelOrderBy[]
): LoggedModelOrdering[] => {
  const given = orderBy.map(toOrdering);
  const keys = given
    .filter(({ field }) => field.kind === 'attribute')
    .map(({ field }) => field.key);
  return [
    ...given,
    ...lastOrderings.filter(({ field }) => !keys.includes(field.key))
  ];
};

const lastOrderings: LoggedModelOrdering[] = [
  { field: { kind: 'attribute', key: 'creation_timestamp' }, ascending: false },
  { field: { kind: 'attribute', key: 'model_id' }, ascending: true }
];

const toOrdering = ({
  fieldName,
  ascending,
  datasetName,
  datasetDigest
}: LoggedModelOrderBy): LoggedModelOrdering => {
  const [, prefix, key] = /^(?:([^.]*)\.)?(.*)$/s.exec(fieldName)!;
  if (prefix !== undefined && prefix !== 'metrics') {
    throw invalidParameter(
      `Invalid order by field name: ${fieldName}. Only metrics are supported.`
    );
  }
  if (prefix === undefined && !(key in loggedModels.orderable)) {
    throw new TrackbookError(
      'INVALID_PARAMETER_VALUE',
      `Invalid order by field name: ${fieldName}`,
      { errorClass: 'ATTRIBUTE_NOT_FOUND' }
    );
  }
  return {
    field: orderField(loggedModels, prefix, key),
    ascending,
    dataset: { name: datasetName, digest: datasetDigest }
  };
};

/** The token holds the query too, because an offset means nothing in the result of another. */
const writeToken = (offset: number, query: LoggedModelQuery): string =>
  Buffer.from(toPythonJson({ ...described(query), offset })).toString('base64');

const readToken = (token: string, query: LoggedModelQuery): number => {
  if (token === '') {
    return 0;
  }
  const written = parseToken(token);
  for (const [field, expected] of Object.entries(described(query))) {
    const found = written[field] ?? null;
    if (toPythonJson(found) !== toPythonJson(expected)) {
      throw invalidParameter(
        `${tokenFields[field]} Expected: ${toPythonJson(expected)}. Found: ${toPythonJson(found)}`
      );
    }
  }
  const offset = written.offset ?? 0;
  if (!Number.isInteger(offset) || Number(offset) < 0) {
    throw invalidParameter(`Invalid page token: ${token}.`);
  }
  return Number(offset);
};

const parseToken = (token: string): Record<string, unknown> => {
  try {
    return Object(JSON.parse(Buffer.from(token, 'base64').toString()));
  } catch {
    throw invalidParameter(`Invalid page token: ${token}.`);
  }
};

const tokenFields: Record<string, string> = {
  experiment_ids:
    'Experiment IDs in the page token do not match the requested experiment IDs.',
  filter_string:
    'Filter string in the page token does not match the requested filter string.',
  order_by: 'Order by in the page token does not match the requested order by.'
};

/** A query as MLflow's tokens hold it. */
const described = ({ experimentIds, filter, orderBy }: LoggedModelQuery) => ({
  experiment_ids: experimentIds,
  filter_string: filter || null,
  order_by:
    orderBy.length > 0
      ? orderBy.map(order => ({
          field_name: order.fieldName,
          ascending: order.ascending,
          dataset_name: order.datasetName || null,
          dataset_digest: order.datasetDigest || null
        }))
      : null
});
