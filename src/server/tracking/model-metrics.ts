import { TrackbookError } from '../../api/errors.js';
import { groupBy } from '../group-by.js';
import { findLoggedModel } from '../store/queries/logged-models.js';
import { toStored } from '../store/queries/metrics.js';
import { insertModelPoints } from '../store/queries/model-metrics.js';
import type { RunPlace, Tx } from '../store/tx.js';
import type { MetricEntry } from './logging.js';

/** Metrics that name a logged model are the model's as well as the run's. */
export const storeModelMetrics = async (
  tx: Tx,
  run: RunPlace,
  metrics: readonly MetricEntry[]
): Promise<void> => {
  const ofModels = groupBy(
    metrics.filter(({ model_id }) => model_id),
    ({ model_id }) => model_id!
  );
  for (const [modelId, points] of ofModels) {
    await storeMetricsOfModel(tx, run, modelId, points);
  }
};

const storeMetricsOfModel = async (
  tx: Tx,
  run: RunPlace,
  modelId: string,
  metrics: readonly MetricEntry[]
): Promise<void> => {
  const model = await findLoggedModel(tx, modelId);
  if (!model) {
    throw new TrackbookError(
      'BAD_REQUEST',
      `Logged model with ID '${modelId}' not found. (FOREIGN KEY constraint failed)`
    );
  }
  await insertModelPoints(
    tx,
    metrics.map(metric => ({
      model: model.id,
      key: metric.key,
      step: metric.step,
      timestamp: metric.timestamp,
      run: run.id,
      ...toStored(metric.value),
      dataset_name: metric.dataset_name ?? null,
      dataset_digest: metric.dataset_digest ?? null
    }))
  );
  tx.changed({
    entity: 'logged_model',
    action: 'updated',
    experiment_id: String(model.experiment),
    model_id: modelId,
    parts: ['metrics']
  });
};
