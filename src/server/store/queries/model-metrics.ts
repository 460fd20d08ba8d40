import { prepared } from '../prepared.js';
import type { LoggedModelMetricsTable } from '../schema.js';
import type { Tx } from '../tx.js';

// Like MLflow, a point of a model that came first stays.
const insertPoint = prepared((db, point: LoggedModelMetricsTable) =>
  db
    .insertInto('logged_model_metrics')
    .values({
      model: point.model,
      key: point.key,
      step: point.step,
      timestamp: point.timestamp,
      run: point.run,
      value: point.value,
      is_nan: point.is_nan,
      dataset_name: point.dataset_name,
      dataset_digest: point.dataset_digest
    })
    .onConflict(conflict => conflict.doNothing())
);

export const insertModelPoint = (tx: Tx, point: LoggedModelMetricsTable) =>
  tx.run(insertPoint, point);
