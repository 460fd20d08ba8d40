import { parseFilter, parseOrderings } from '../search/parser.js';
import type { Searchable } from '../search/searchable.js';
import { modelVersions } from '../search/searchables/model-versions.js';
import { registeredModels } from '../search/searchables/registered-models.js';
import type { Comparison, Filter, Ordering } from '../search/syntax-tree.js';
import {
  searchModelVersions as findVersions,
  type NamedVersionRow
} from '../store/search/model-versions.js';
import { searchRegisteredModels as findModels } from '../store/search/registered-models.js';
import type { Tx } from '../store/tx.js';
import {
  describeVersions,
  type DescribedVersion
} from './described-versions.js';
import { nextPageToken, readPageToken } from './page-token.js';
import { describeModels, type DescribedModel } from './registered-models.js';
import { IS_PROMPT_TAG } from './registry-rules.js';
import { requireMaxResults } from './search.js';

interface RegistryQuery {
  filter: string;
  orderBy: string[];
  maxResults: number;
  pageToken: string;
}

const MAX_MODELS = 1000;
const MAX_VERSIONS = 200_000;

export const searchRegisteredModels = async (
  tx: Tx,
  input: RegistryQuery
): Promise<{ models: DescribedModel[]; nextPageToken?: string }> => {
  requireMaxResults(input.maxResults, MAX_MODELS);
  const query = readQuery(input, registeredModels, ['name ASC']);
  const offset = readPageToken(input.pageToken);
  const rows = await findModels(tx, { ...query, offset });
  return {
    models: (await describeModels(tx, rows.slice(0, input.maxResults))).map(
      byStage
    ),
    nextPageToken: nextPageToken(rows.length, input.maxResults, offset)
  };
};

/** A search lists a model's newest versions by stage; a single model lists the oldest stage first. */
const byStage = (model: DescribedModel): DescribedModel => ({
  ...model,
  latestVersions: model.latestVersions.toSorted((a, b) =>
    a.row.current_stage < b.row.current_stage ? -1 : 1
  )
});

export const searchModelVersions = async (
  tx: Tx,
  input: RegistryQuery
): Promise<{ versions: DescribedVersion[]; nextPageToken?: string }> => {
  requireMaxResults(input.maxResults, MAX_VERSIONS);
  const newestFirst = ['last_updated_timestamp DESC'];
  const orderBy = input.orderBy.length > 0 ? input.orderBy : newestFirst;
  const query = readQuery({ ...input, orderBy }, modelVersions, [
    'name ASC',
    'version_number DESC'
  ]);
  const offset = readPageToken(input.pageToken);
  const rows = await findVersions(tx, { ...query, offset });
  return {
    versions: await describe(tx, rows.slice(0, input.maxResults)),
    nextPageToken: nextPageToken(rows.length, input.maxResults, offset)
  };
};

/** One row more than asked for is searched, to know whether there is a next page. */
const readQuery = (
  input: RegistryQuery,
  searchable: Searchable,
  lastOrderings: readonly string[]
) => {
  const filter = parseFilter(input.filter, searchable);
  const given = parseOrderings(input.orderBy, searchable);
  const wantsPrompts = asksForPrompts(filter);
  return {
    filter: wantsPrompts ? filter : filter.filter(c => !isPromptTest(c)),
    excludedTag: wantsPrompts ? undefined : IS_PROMPT_TAG,
    orderings: [
      ...given,
      ...parseOrderings(lastOrderings, searchable).filter(
        last => !given.some(ordering => isSameField(ordering, last))
      )
    ],
    limit: input.maxResults + 1
  };
};

const isSameField = (a: Ordering, b: Ordering) => a.field.key === b.field.key;

const isPromptTest = ({ field }: Comparison) =>
  field.kind === 'tag' && field.key === IS_PROMPT_TAG;

/** Models have no prompt tag at all, so only a filter that wants `true` means prompts. */
const asksForPrompts = (filter: Filter): boolean => {
  const test = filter.find(isPromptTest)?.test;
  return (
    test?.type === 'text' &&
    `${test.operator}${test.value.toLowerCase()}`.match(/^(=true|!=false)$/) !==
      null
  );
};

const describe = (
  tx: Tx,
  rows: readonly NamedVersionRow[]
): Promise<DescribedVersion[]> => {
  const names = new Map(rows.map(row => [row.model, row.name]));
  const models = Array.from(names, ([id, name]) => ({ id, name }));
  return describeVersions(tx, models, rows);
};
