import type { RunInputs, RunOutputs } from '../../api/inputs.js';
import type { Run, RunInfo } from '../../api/runs.js';
import type { RunRow } from '../store/schema.js';
import type { HydratedRun, RunLinks } from '../tracking/hydrate-runs.js';
import { nonEmpty, presentKeyValues } from './key-values.js';
import { presentInt64, presentMetric } from './metrics.js';

export const presentRunInfo = (row: RunRow): RunInfo => ({
  run_id: row.run_id,
  run_uuid: row.run_id,
  run_name: row.name,
  experiment_id: String(row.experiment),
  user_id: row.user_id,
  status: row.status,
  start_time: presentInt64(row.start_time ?? 0),
  // Like all zeros of protobuf, 0 is left out; bigints are none.
  end_time: row.end_time ? presentInt64(row.end_time) : undefined,
  artifact_uri: row.artifact_uri,
  lifecycle_stage: row.lifecycle_stage
});

export const presentRun = (run: HydratedRun): Run => ({
  info: presentRunInfo(run.row),
  data: {
    metrics: nonEmpty(
      run.metrics.map(metric => presentMetric(metric.key, metric))
    ),
    params: presentKeyValues(run.params),
    tags: presentKeyValues(run.tags)
  },
  inputs: presentInputs(run),
  outputs: presentOutputs(run)
});

/** MLflow says nothing of the outputs of a run that is just being made. */
export const presentNewRun = (run: HydratedRun): Omit<Run, 'outputs'> => {
  const { outputs: _, ...rest } = presentRun(run);
  return rest;
};

export const presentInputs = (run: RunLinks): RunInputs => ({
  dataset_inputs: nonEmpty(
    run.datasets.map(dataset => ({
      tags: presentKeyValues(dataset.tags),
      dataset: {
        name: dataset.name,
        digest: dataset.digest,
        source_type: dataset.source_type,
        source: dataset.source,
        schema: dataset.schema ?? undefined,
        profile: dataset.profile ?? undefined
      }
    }))
  ),
  model_inputs: nonEmpty(run.modelInputs.map(({ model_id }) => ({ model_id })))
});

export const presentOutputs = (
  run: Pick<RunLinks, 'modelOutputs'>
): RunOutputs => ({
  model_outputs: nonEmpty(
    run.modelOutputs.map(({ model_id, step }) => ({
      model_id,
      step: presentInt64(step)
    }))
  )
});
