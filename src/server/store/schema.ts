import type { Generated, Selectable } from 'kysely';
import type { LifecycleStage } from '../../api/entities.js';
import type { RunStatus } from '../../api/runs.js';
import type { Int64 } from '../../api/scalars.js';

type OwnedKeyValue<Owner extends string> = Record<Owner, number> & {
  key: string;
  value: string;
};

export interface ExperimentsTable {
  id: Generated<number>;
  name: string;
  artifact_location: string;
  lifecycle_stage: Generated<LifecycleStage>;
  creation_time: number;
  last_update_time: number;
}
export type ExperimentRow = Selectable<ExperimentsTable>;

export interface RunsTable {
  id: Generated<number>;
  run_id: string;
  experiment: number;
  name: string;
  user_id: string;
  status: RunStatus;
  start_time: Int64 | null;
  end_time: Int64 | null;
  deleted_time: number | null;
  lifecycle_stage: Generated<LifecycleStage>;
  artifact_uri: string;
}
export type RunRow = Selectable<RunsTable>;

export interface MetricKeysTable {
  id: Generated<number>;
  name: string;
}

/** NaN is value 0 with `is_nan` 1: SQLite would make it NULL. */
export interface MetricsTable {
  run: number;
  key: number;
  step: Int64;
  timestamp: Int64;
  value: number;
  is_nan: number;
}
export type MetricRow = Selectable<MetricsTable>;

export interface DatasetsTable {
  id: Generated<number>;
  experiment: number;
  name: string;
  digest: string;
  source_type: string;
  source: string;
  schema: string | null;
  profile: string | null;
}
export type DatasetRow = Selectable<DatasetsTable>;

export interface LoggedModelsTable {
  id: Generated<number>;
  model_id: string;
  experiment: number;
  name: string;
  artifact_uri: string;
  creation_time: number;
  last_update_time: number;
  status: string;
  status_message: string | null;
  lifecycle_stage: Generated<LifecycleStage>;
  model_type: string;
  source_run_id: string;
}
export type LoggedModelRow = Selectable<LoggedModelsTable>;

export interface LoggedModelMetricsTable {
  model: number;
  key: string;
  step: Int64;
  timestamp: Int64;
  run: number;
  value: number;
  is_nan: number;
  dataset_name: string | null;
  dataset_digest: string | null;
}

export interface RegisteredModelsTable {
  id: Generated<number>;
  name: string;
  description: string;
  creation_time: number;
  last_update_time: number;
}
export type RegisteredModelRow = Selectable<RegisteredModelsTable>;

export interface ModelVersionsTable {
  model: number;
  version: number;
  creation_time: number;
  last_update_time: number;
  user_id: string;
  current_stage: string;
  description: string | null;
  source: string;
  storage_location: string;
  run_id: string;
  run_link: string;
  model_id: string;
  status: string;
  status_message: string;
  deleted: Generated<number>;
}
export type ModelVersionRow = Selectable<ModelVersionsTable>;

/** Every table by name, as the query builder knows them. */
export interface Schema {
  experiments: ExperimentsTable;
  experiment_tags: OwnedKeyValue<'experiment'>;
  runs: RunsTable;
  params: OwnedKeyValue<'run'>;
  tags: OwnedKeyValue<'run'>;
  metric_keys: MetricKeysTable;
  metrics: MetricsTable;
  latest_metrics: MetricsTable;
  datasets: DatasetsTable;
  dataset_inputs: { id: Generated<number>; run: number; dataset: number };
  dataset_input_tags: OwnedKeyValue<'input'>;
  logged_models: LoggedModelsTable;
  logged_model_params: OwnedKeyValue<'model'>;
  logged_model_tags: OwnedKeyValue<'model'>;
  logged_model_metrics: LoggedModelMetricsTable;
  model_inputs: { run: number; model_id: string };
  model_outputs: { run: number; model_id: string; step: Int64 };
  registered_models: RegisteredModelsTable;
  registered_model_tags: OwnedKeyValue<'model'>;
  registered_model_aliases: { model: number; alias: string; version: number };
  model_versions: ModelVersionsTable;
  model_version_tags: {
    model: number;
    version: number;
    key: string;
    value: string;
  };
}
