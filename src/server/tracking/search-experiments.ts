import type { ViewType } from '../../api/entities.js';
import { groupBy } from '../group-by.js';
import { parseFilter, parseOrderings } from '../search/parser.js';
import { experiments } from '../search/searchables/experiments.js';
import type { Comparison, Ordering } from '../search/syntax-tree.js';
import { experimentTags } from '../store/queries/experiments.js';
import * as store from '../store/search/experiments.js';
import type { Tx } from '../store/tx.js';
import { parseExperimentId, type TaggedExperiment } from './experiments.js';
import { nextPageToken, readPageToken } from './page-token.js';
import { requireMaxResults, stagesOf } from './search.js';

export const searchExperiments = async (
  tx: Tx,
  input: {
    maxResults: number;
    pageToken: string;
    filter: string;
    orderBy: string[];
    view: ViewType;
  }
): Promise<{ experiments: TaggedExperiment[]; nextPageToken?: string }> => {
  requireMaxResults(input.maxResults);
  const filter = parseFilter(input.filter, experiments, requireExperimentIds);
  const orderings = readOrderings(input.orderBy);
  const offset = readPageToken(input.pageToken);
  const rows = await store.searchExperiments(tx, {
    filter,
    orderings,
    stages: stagesOf(input.view),
    limit: input.maxResults + 1,
    offset
  });
  const page = rows.slice(0, input.maxResults);
  const tags = groupBy(
    await experimentTags(
      tx,
      page.map(row => row.id)
    ),
    ({ experiment }) => experiment
  );
  return {
    experiments: page.map(row => ({ row, tags: tags.get(row.id) ?? [] })),
    nextPageToken: nextPageToken(rows.length, input.maxResults, offset)
  };
};

const readOrderings = (orderBy: readonly string[]): Ordering[] => {
  const given = parseOrderings(
    orderBy.length > 0 ? orderBy : ['creation_time DESC'],
    experiments
  );
  const byId: Ordering = {
    field: { kind: 'attribute', key: 'experiment_id' },
    ascending: false
  };
  return given.some(({ field }) => field.key === byId.field.key)
    ? given
    : [...given, byId];
};

const requireExperimentIds = ({ field, test }: Comparison) => {
  if (field.kind === 'attribute' && field.key === 'experiment_id') {
    const ids =
      test.type === 'list' ? test.values : 'value' in test ? [test.value] : [];
    ids.forEach(id => parseExperimentId(String(id)));
  }
};
