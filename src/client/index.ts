export { TrackbookClient } from './trackbook-client.js';
export { ClientError } from './client-error.js';
export type { Fetch } from './transport.js';
export type { Change, FeedListener, FeedState } from './change-feed.js';
export type { Feature, ServerFeatures } from './features.js';
export type { Experiment } from './entities/experiment.js';
export type { MetricPoint } from './entities/metric.js';
export type { Dataset, Run, RunStatus } from './entities/run.js';
export { keyUsesOf, type KeyUses } from './entities/key-uses.js';
export type { Artifact } from './entities/artifact.js';
export type { LoggedModel } from './entities/logged-model.js';
export type { ModelVersion, Stage } from './entities/model-version.js';
export type { RegisteredModel } from './entities/registered-model.js';
export type { ArtifactOwner } from './families/artifacts.js';
export type { RunKeys } from './families/keys.js';
export type { MetricSeries } from './families/metrics.js';
export type {
  ChosenValues,
  MetricSummary,
  RunComparison,
  RunPage,
  RunSearch,
  RunViewType,
  WantedValues
} from './families/runs.js';
