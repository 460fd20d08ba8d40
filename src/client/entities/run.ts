import type { Run as Reply, RunStatus } from '../../api/runs.js';
import { fromKeyValues } from './key-values.js';
import { toMetricValue } from './metric.js';
import type { Wire } from './wire.js';

export type { RunStatus };

export type Dataset = {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema: string;
  profile: string;
  context: string | null;
};

export type Run = {
  runId: string;
  experimentId: string;
  name: string;
  status: RunStatus;
  isDeleted: boolean;
  startedAt: number | null;
  endedAt: number | null;
  user: string;
  artifactUri: string;
  params: Record<string, string>;
  /** The last value of each metric. */
  metrics: Record<string, number>;
  tags: Record<string, string>;
  parentRunId: string | null;
  datasets: Dataset[];
  modelIds: string[];
};

export type WireRun = Wire<Reply>;

type WireDatasetInput = NonNullable<
  NonNullable<WireRun['inputs']>['dataset_inputs']
>[number];

/** Tags that tell what runs are, to be read with whatever else is. */
export const TELLING_TAGS = [
  'mlflow.runName',
  'mlflow.user',
  'mlflow.parentRunId'
];

export function toRun({ info = {}, data, inputs, outputs }: WireRun): Run {
  const tags = fromKeyValues(data?.tags);
  const runId = info.run_id ?? info.run_uuid ?? '';
  return {
    runId,
    experimentId: info.experiment_id ?? '',
    name: info.run_name || tags['mlflow.runName'] || runId.slice(0, 8),
    status: info.status ?? 'RUNNING',
    isDeleted: info.lifecycle_stage === 'deleted',
    startedAt: info.start_time ?? null,
    endedAt: info.end_time || null,
    user: tags['mlflow.user'] ?? info.user_id ?? '',
    artifactUri: info.artifact_uri ?? '',
    params: fromKeyValues(data?.params),
    metrics: Object.fromEntries(
      (data?.metrics ?? []).map(({ key = '', value }) => [
        key,
        toMetricValue(value)
      ])
    ),
    tags,
    parentRunId: tags['mlflow.parentRunId'] ?? null,
    datasets: (inputs?.dataset_inputs ?? []).map(toDataset),
    modelIds: (outputs?.model_outputs ?? []).flatMap(output =>
      output.model_id ? [output.model_id] : []
    )
  };
}

function toDataset({ tags, dataset }: WireDatasetInput): Dataset {
  return {
    name: dataset?.name ?? '',
    digest: dataset?.digest ?? '',
    sourceType: dataset?.source_type ?? '',
    source: dataset?.source ?? '',
    schema: dataset?.schema ?? '',
    profile: dataset?.profile ?? '',
    context: fromKeyValues(tags)['mlflow.data.context'] ?? null
  };
}
