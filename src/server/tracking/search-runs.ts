import { invalidParameter } from '../../api/errors.js';
import type { ViewType } from '../../api/entities.js';
import { parseExpression } from '../search/expression.js';
import { parseFilter, parseUniqueOrderings } from '../search/parser.js';
import { runs } from '../search/searchables/runs.js';
import { runsEverywhere } from '../search/searchables/runs-everywhere.js';
import type { Ordering } from '../search/syntax-tree.js';
import * as store from '../store/search/runs.js';
import type { Tx } from '../store/tx.js';
import { parseExperimentId } from './experiments.js';
import {
  completeFoundRuns,
  type FoundRun,
  type WantedKeys
} from './hydrate-runs.js';
import { countKeyUses, type KeyUseRows } from './keys.js';
import { nextPageToken, readPageToken } from './page-token.js';
import {
  inTurn,
  resolveCondition,
  resolveOrdering
} from './resolve-conditions.js';
import { requireMaxResults, stagesOf } from './search.js';

export interface RunQuery {
  experimentIds: string[];
  filter: string;
  view: ViewType;
  orderBy: string[];
  maxResults: number;
}

export interface RunPage {
  runs: FoundRun[];
  nextPageToken?: string;
}

export const searchRuns = async (
  tx: Tx,
  input: RunQuery & { pageToken: string }
): Promise<RunPage> => {
  requireMaxResults(input.maxResults);
  const search = toSearch(input);
  const offset = readPageToken(input.pageToken);
  const rows = await store.searchRuns(tx, {
    ...search,
    limit: input.maxResults + 1,
    offset
  });
  return {
    runs: await completeFoundRuns(tx, rows.slice(0, input.maxResults)),
    nextPageToken: nextPageToken(rows.length, input.maxResults, offset)
  };
};

export interface CountedRunPage {
  runs: FoundRun[];
  totalCount: number;
  offset: number;
  keyUses?: KeyUseRows;
}

/** A page anywhere in the result, with the size of the whole. */
export const searchRunsPage = async (
  tx: Tx,
  input: RunQuery & { offset: number; values?: WantedKeys; countKeys: boolean }
): Promise<CountedRunPage> => {
  requireMaxResults(input.maxResults, MAX_RUNS_PER_PAGE);
  if (input.offset < 0) {
    throw invalidParameter(
      `Invalid value ${input.offset} for parameter 'offset'.`
    );
  }
  const search = await toOwnSearch(tx, input);
  const rows = await store.searchRuns(tx, search);
  const ids = rows.map(({ id }) => id);
  return {
    runs: await completeFoundRuns(tx, rows, input.values),
    totalCount: await store.countRuns(tx, search),
    offset: input.offset,
    keyUses: input.countKeys ? await countKeyUses(tx, ids) : undefined
  };
};

const MAX_RUNS_PER_PAGE = 1000;

const toSearch = (
  input: RunQuery
): Omit<store.RunSearch, 'limit' | 'offset'> => ({
  filter: parseFilter(input.filter, runs),
  orderings: withTieBreaks(parseUniqueOrderings(input.orderBy, runs)),
  experiments: input.experimentIds.map(parseExperimentId),
  stages: stagesOf(input.view)
});

/** A search in Trackbook's own grammar; without experiments, in all that are active. */
const toOwnSearch = async (
  tx: Tx,
  input: RunQuery & { offset: number }
): Promise<store.RunSearch> => {
  const filter = parseExpression(input.filter, runsEverywhere);
  const orderings = parseUniqueOrderings(input.orderBy, runsEverywhere);
  const given = input.experimentIds.map(parseExperimentId);
  const experiments = given.length > 0 ? given : 'all';
  return {
    filter: await inTurn(filter, one => resolveCondition(tx, one, experiments)),
    orderings: withTieBreaks(
      await inTurn(orderings, one => resolveOrdering(tx, one))
    ),
    experiments,
    stages: stagesOf(input.view),
    limit: input.maxResults,
    offset: input.offset
  };
};

const attribute = (key: string, ascending: boolean): Ordering => ({
  field: { kind: 'attribute', key },
  ascending
});

/** Newest first, then by id, where nothing else decides. */
const withTieBreaks = (given: readonly Ordering[]): Ordering[] => {
  const isGiven = (key: string) =>
    given.some(({ field }) => field.kind === 'attribute' && field.key === key);
  return [
    ...given,
    ...(isGiven('start_time') ? [] : [attribute('start_time', false)]),
    ...(isGiven('run_id') ? [] : [attribute('run_id', true)])
  ];
};
