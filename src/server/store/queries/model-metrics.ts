import { insertRows } from '../insert-rows.js';
import { prepared } from '../prepared.js';
import type { LoggedModelMetricsTable } from '../schema.js';
import type { Tx } from '../tx.js';

// Like MLflow, a point of a model that came first stays.
const insertPoint = prepared((db, point: LoggedModelMetricsTable) =>
  insertRows(db, 'logged_model_metrics', point, {
    model: 'integer',
    key: 'text',
    step: 'bigint',
    timestamp: 'bigint',
    run: 'integer',
    value: 'real',
    is_nan: 'integer',
    dataset_name: 'text',
    dataset_digest: 'text'
  }).onConflict(conflict => conflict.doNothing())
);

export const insertModelPoints = (
  tx: Tx,
  points: readonly LoggedModelMetricsTable[]
) => tx.runEach(insertPoint, points);
