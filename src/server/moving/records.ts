import type { KeyValue, LifecycleStage } from '../../api/entities.js';
import type { RunStatus } from '../../api/runs.js';
import type { Int64 } from '../../api/scalars.js';

/** What is moved from one store to another, the same whatever the store; times are Unix ms. */

export interface ExperimentRecord {
  /** Digits; more than a number holds where MLflow wrote folders. */
  id: string;
  name: string;
  artifactLocation: string;
  lifecycleStage: LifecycleStage;
  creationTime: number;
  lastUpdateTime: number;
  tags: KeyValue[];
}

export interface RunRecord {
  runId: string;
  experimentId: string;
  name: string;
  userId: string;
  status: RunStatus;
  startTime: Int64 | null;
  endTime: Int64 | null;
  deletedTime: number | null;
  lifecycleStage: LifecycleStage;
  artifactUri: string;
  params: KeyValue[];
  tags: KeyValue[];
  datasets: DatasetRecord[];
  modelInputs: string[];
  modelOutputs: { modelId: string; step: Int64 }[];
}

export interface DatasetRecord {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema: string | null;
  profile: string | null;
  /** Those of this use of the dataset. */
  tags: KeyValue[];
}

/** One value of a metric of a run. Many are on their way at once, so it is no object. */
export type PointRecord = [
  runId: string,
  key: string,
  step: Int64,
  timestamp: Int64,
  /** NaN as it is; infinities are the largest finite values, as in MLflow. */
  value: number
];

export interface LoggedModelRecord {
  modelId: string;
  experimentId: string;
  name: string;
  artifactUri: string;
  creationTime: number;
  lastUpdateTime: number;
  status: string;
  statusMessage: string | null;
  lifecycleStage: LifecycleStage;
  modelType: string;
  sourceRunId: string;
  params: KeyValue[];
  tags: KeyValue[];
  metrics: ModelPointRecord[];
}

export interface ModelPointRecord {
  key: string;
  step: Int64;
  timestamp: Int64;
  value: number;
  runId: string;
  datasetName: string | null;
  datasetDigest: string | null;
}

export interface RegisteredModelRecord {
  name: string;
  description: string;
  creationTime: number;
  lastUpdateTime: number;
  tags: KeyValue[];
  aliases: { alias: string; version: number }[];
  versions: ModelVersionRecord[];
}

export interface ModelVersionRecord {
  version: number;
  creationTime: number;
  lastUpdateTime: number;
  userId: string;
  stage: string;
  description: string | null;
  source: string;
  storageLocation: string;
  runId: string;
  runLink: string;
  status: string;
  statusMessage: string;
  /** Its number is not given again. */
  deleted: boolean;
  tags: KeyValue[];
}

/** How many of each kind a store holds. */
export interface Counts {
  experiments: number;
  runs: number;
  points: number;
  params: number;
  tags: number;
  datasetInputs: number;
  loggedModels: number;
  registeredModels: number;
  modelVersions: number;
}

export const noCounts = (): Counts => ({
  experiments: 0,
  runs: 0,
  points: 0,
  params: 0,
  tags: 0,
  datasetInputs: 0,
  loggedModels: 0,
  registeredModels: 0,
  modelVersions: 0
});
