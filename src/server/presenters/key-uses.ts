import type { KeyUses } from '../../api/trackbook.js';
import type { KeyUseRows } from '../tracking/keys.js';

export const presentKeyUses = (rows: KeyUseRows): KeyUses => ({
  metrics: rows.metrics.map(({ key, count }) => ({ key, run_count: count })),
  params: rows.params.map(presentTextUse),
  tags: rows.tags.map(presentTextUse)
});

const presentTextUse = ({
  key,
  count,
  varies
}: KeyUseRows['params'][number]): KeyUses['params'][number] => ({
  key,
  run_count: count,
  // SQLite has no booleans.
  varies: Boolean(varies)
});
