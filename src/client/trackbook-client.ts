import { ChangeFeed, type FeedListener } from './change-feed.js';
import { Artifacts } from './families/artifacts.js';
import { Experiments } from './families/experiments.js';
import { Keys } from './families/keys.js';
import { LoggedModels } from './families/logged-models.js';
import { Metrics } from './families/metrics.js';
import { Registry } from './families/registry.js';
import { Runs } from './families/runs.js';
import { FeatureCheck, type ServerFeatures } from './features.js';
import { Transport, type Fetch } from './transport.js';

/**
 * A tracking server: Trackbook's own, or any that speaks MLflow's REST API.
 * Everything throws `ClientError` when it does not succeed.
 */
export class TrackbookClient {
  readonly baseUrl: string;
  readonly experiments: Experiments;
  readonly runs: Runs;
  readonly metrics: Metrics;
  readonly keys: Keys;
  readonly artifacts: Artifacts;
  readonly loggedModels: LoggedModels;
  readonly registry: Registry;
  private readonly _features: FeatureCheck;
  private readonly _feed: ChangeFeed;

  constructor(options: { fetch: Fetch; baseUrl: string }) {
    const transport = new Transport(options);
    const features = new FeatureCheck(transport);
    this.baseUrl = transport.baseUrl;
    this.experiments = new Experiments(transport);
    this.runs = new Runs(transport, features);
    this.metrics = new Metrics(transport, features);
    this.keys = new Keys(transport, features, this.runs);
    this.artifacts = new Artifacts(transport);
    this.loggedModels = new LoggedModels(transport);
    this.registry = new Registry(transport);
    this._features = features;
    this._feed = new ChangeFeed({
      transport,
      hasEvents: async () => (await features.renew()).features.has('events')
    });
  }

  features(): Promise<ServerFeatures> {
    return this._features.get();
  }

  /** Hear of changes on the server until the returned function is called. */
  events(listener: FeedListener): () => void {
    return this._feed.subscribe(listener);
  }
}
