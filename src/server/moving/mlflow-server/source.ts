import type { KeyValue, LifecycleStage } from '../../../api/entities.js';
import type { LoggedModel } from '../../../api/logged-models.js';
import type { ModelVersion } from '../../../api/model-versions.js';
import type { RegisteredModel } from '../../../api/registered-models.js';
import type { Run } from '../../../api/runs.js';
import type { Int64 } from '../../../api/scalars.js';
import { groupBy } from '../../group-by.js';
import type {
  Counts,
  ExperimentRecord,
  LoggedModelRecord,
  ModelVersionRecord,
  PointRecord,
  RegisteredModelRecord,
  RunRecord
} from '../records.js';
import type { Source } from '../source.js';
import { ApiError, type ApiClient } from './api-client.js';

const RUNS_PER_PAGE = 200;
const POINTS_PER_PAGE = 10_000;
const AT_ONCE = 8;

interface Paged {
  next_page_token?: string;
}

interface Experiment {
  experiment_id: string;
  name: string;
  artifact_location?: string;
  lifecycle_stage?: LifecycleStage;
  creation_time?: number;
  last_update_time?: number;
  tags?: KeyValue[];
}

interface HistoryPage extends Paged {
  metrics?: { timestamp?: Int64; step?: Int64; value?: number | string }[];
}

/** A live server, asked over MLflow's REST API. What it hides, such as deleted models, stays there. */
export class MlflowServerSource implements Source {
  #experiments?: ExperimentRecord[];
  readonly #metricKeys = new WeakMap<RunRecord, string[]>();

  static async open(api: ApiClient): Promise<MlflowServerSource> {
    const source = new MlflowServerSource(api);
    await source.experiments();
    return source;
  }

  private constructor(private readonly api: ApiClient) {}

  async counts(): Promise<Partial<Counts>> {
    return { experiments: this.#experiments!.length };
  }

  async experiments(): Promise<ExperimentRecord[]> {
    if (!this.#experiments) {
      const found: Experiment[] = [];
      const pages = this.#pages<{ experiments?: Experiment[] }>(
        'experiments/search',
        { max_results: 1000, view_type: 'ALL', order_by: ['experiment_id ASC'] }
      );
      for await (const { experiments = [] } of pages) {
        found.push(...experiments);
      }
      this.#experiments = found.map(toExperiment);
    }
    return this.#experiments;
  }

  async *runs(): AsyncIterable<RunRecord[]> {
    for (const { id } of await this.experiments()) {
      const pages = this.#pages<{ runs?: Run[] }>('runs/search', {
        experiment_ids: [id],
        run_view_type: 'ALL',
        max_results: RUNS_PER_PAGE,
        // New runs come last and move no page.
        order_by: ['attributes.start_time ASC']
      });
      for await (const { runs = [] } of pages) {
        yield await this.#complete(runs);
      }
    }
  }

  async *points(runs: readonly RunRecord[]): AsyncIterable<PointRecord[]> {
    const metrics = runs.flatMap(run =>
      this.#metricKeys.get(run)!.map(key => ({ runId: run.runId, key }))
    );
    for (let i = 0; i < metrics.length; i += AT_ONCE) {
      yield* this.#histories(metrics.slice(i, i + AT_ONCE));
    }
  }

  async *loggedModels(): AsyncIterable<LoggedModelRecord[]> {
    for (const { id } of await this.experiments()) {
      try {
        const pages = this.#pages<{ models?: LoggedModel[] }>(
          'logged-models/search',
          { experiment_ids: [id], max_results: 50 }
        );
        for await (const { models = [] } of pages) {
          yield models.map(toLoggedModel);
        }
      } catch (error) {
        // Servers before 3.0 know no logged models.
        if (!(error instanceof ApiError && error.status === 404)) {
          throw error;
        }
        return;
      }
    }
  }

  async *registeredModels(): AsyncIterable<RegisteredModelRecord[]> {
    const versions = await this.#versions();
    const pages = this.#queryPages<{ registered_models?: RegisteredModel[] }>(
      'registered-models/search',
      { max_results: '100' }
    );
    for await (const { registered_models = [] } of pages) {
      yield registered_models.map(model =>
        toRegisteredModel(model, versions.get(model.name) ?? [])
      );
    }
  }

  async leftOut(): Promise<[]> {
    return [];
  }

  async close(): Promise<void> {}

  async *#histories(
    metrics: readonly { runId: string; key: string }[]
  ): AsyncIterable<PointRecord[]> {
    const pages = await Promise.all(
      metrics.map(metric => this.#firstPage(metric))
    );
    yield pages.flatMap(({ points }) => points);
    for (const [of, { next }] of pages.entries()) {
      yield* this.#nextPages(metrics[of], next);
    }
  }

  async *#nextPages(
    metric: { runId: string; key: string },
    token: string | undefined
  ): AsyncIterable<PointRecord[]> {
    for (let next = token; next;) {
      const page = await this.#historyPage(metric, {
        max_results: String(POINTS_PER_PAGE),
        page_token: next
      });
      yield page.points;
      next = page.next;
    }
  }

  /** Servers on folders give a history whole or not at all. */
  async #firstPage(metric: { runId: string; key: string }) {
    try {
      return await this.#historyPage(metric, {
        max_results: String(POINTS_PER_PAGE)
      });
    } catch (error) {
      if (error instanceof ApiError && error.status !== 404) {
        return this.#historyPage(metric, {});
      }
      throw error;
    }
  }

  async #historyPage(
    { runId, key }: { runId: string; key: string },
    paging: Record<string, string>
  ): Promise<{ points: PointRecord[]; next?: string }> {
    const reply = await this.api.get<HistoryPage>(
      '/api/2.0/mlflow/metrics/get-history',
      { run_id: runId, metric_key: key, ...paging }
    );
    const points = (reply.metrics ?? []).map(
      ({ timestamp = 0, step = 0, value = 0 }): PointRecord => [
        runId,
        key,
        step,
        timestamp,
        Number(value)
      ]
    );
    return { points, next: reply.next_page_token };
  }

  /** A search does not tell which models went into a run. */
  async #complete(runs: readonly Run[]): Promise<RunRecord[]> {
    const records: RunRecord[] = [];
    for (let i = 0; i < runs.length; i += AT_ONCE) {
      const whole = await Promise.all(
        runs.slice(i, i + AT_ONCE).map(({ info }) =>
          this.api.get<{ run: Run }>('/api/2.0/mlflow/runs/get', {
            run_id: info.run_id
          })
        )
      );
      records.push(...whole.map(({ run }) => this.#toRun(run)));
    }
    return records;
  }

  #toRun(run: Run): RunRecord {
    const record = toRun(run);
    const keys = (run.data.metrics ?? []).map(({ key }) => key);
    this.#metricKeys.set(record, keys);
    return record;
  }

  /** Of all models at once: MLflow's filters have no way to write a name with both kinds of quotes. */
  async #versions(): Promise<Map<string, ModelVersionRecord[]>> {
    const pages = this.#queryPages<{ model_versions?: ModelVersion[] }>(
      'model-versions/search',
      { max_results: '1000', order_by: 'name ASC' }
    );
    const found = [];
    for await (const { model_versions = [] } of pages) {
      for (const version of model_versions) {
        found.push({
          name: version.name,
          version: await this.#toVersion(version)
        });
      }
    }
    const ofModels = groupBy(found, ({ name }) => name);
    return new Map(
      [...ofModels].map(([name, versions]) => [
        name,
        versions
          .map(({ version }) => version)
          .sort((a, b) => a.version - b.version)
      ])
    );
  }

  async #toVersion(version: ModelVersion): Promise<ModelVersionRecord> {
    const { artifact_uri } = await this.api.get<{ artifact_uri?: string }>(
      '/api/2.0/mlflow/model-versions/get-download-uri',
      { name: version.name, version: version.version }
    );
    const more = version as ModelVersion & {
      user_id?: string;
      status_message?: string;
    };
    return {
      version: Number(version.version),
      creationTime: version.creation_timestamp,
      lastUpdateTime: version.last_updated_timestamp,
      userId: more.user_id ?? '',
      stage: version.current_stage ?? 'None',
      description: version.description ?? null,
      source: version.source ?? '',
      storageLocation: artifact_uri ?? version.source ?? '',
      runId: version.run_id ?? '',
      runLink: version.run_link ?? '',
      status: version.status ?? 'READY',
      statusMessage: more.status_message ?? '',
      deleted: false,
      tags: version.tags ?? []
    };
  }

  async *#pages<Reply>(
    path: string,
    body: object
  ): AsyncIterable<Reply & Paged> {
    let page_token: string | undefined;
    do {
      const page: Reply & Paged = await this.api.post(
        `/api/2.0/mlflow/${path}`,
        { ...body, page_token }
      );
      yield page;
      page_token = page.next_page_token;
    } while (page_token);
  }

  async *#queryPages<Reply>(
    path: string,
    query: Record<string, string>
  ): AsyncIterable<Reply & Paged> {
    let token: string | undefined;
    do {
      const page: Reply & Paged = await this.api.get(
        `/api/2.0/mlflow/${path}`,
        { ...query, ...(token && { page_token: token }) }
      );
      yield page;
      token = page.next_page_token;
    } while (token);
  }
}

const toExperiment = (experiment: Experiment): ExperimentRecord => ({
  id: experiment.experiment_id,
  name: experiment.name,
  artifactLocation: experiment.artifact_location ?? '',
  lifecycleStage: experiment.lifecycle_stage ?? 'active',
  creationTime: Number(experiment.creation_time ?? 0),
  lastUpdateTime: Number(experiment.last_update_time ?? 0),
  tags: experiment.tags ?? []
});

const toRun = ({ info, data, inputs, outputs }: Run): RunRecord => ({
  runId: info.run_id,
  experimentId: info.experiment_id,
  name: info.run_name ?? '',
  userId: info.user_id ?? '',
  status: info.status,
  startTime: info.start_time ?? null,
  endTime: info.end_time ?? null,
  deletedTime: null,
  lifecycleStage: info.lifecycle_stage,
  artifactUri: info.artifact_uri ?? '',
  params: data.params ?? [],
  tags: data.tags ?? [],
  datasets: (inputs?.dataset_inputs ?? []).map(({ dataset, tags }) => ({
    name: dataset.name,
    digest: dataset.digest,
    sourceType: dataset.source_type,
    source: dataset.source,
    schema: dataset.schema ?? null,
    profile: dataset.profile ?? null,
    tags: tags ?? []
  })),
  modelInputs: (inputs?.model_inputs ?? []).map(({ model_id }) => model_id),
  modelOutputs: (outputs?.model_outputs ?? []).map(({ model_id, step }) => ({
    modelId: model_id,
    step: step ?? 0
  }))
});

const toRegisteredModel = (
  model: RegisteredModel,
  versions: ModelVersionRecord[]
): RegisteredModelRecord => ({
  name: model.name,
  description: model.description ?? '',
  creationTime: model.creation_timestamp ?? 0,
  lastUpdateTime: model.last_updated_timestamp ?? 0,
  tags: model.tags ?? [],
  aliases: (model.aliases ?? []).map(({ alias, version }) => ({
    alias,
    version: Number(version)
  })),
  versions
});

const toLoggedModel = ({ info, data }: LoggedModel): LoggedModelRecord => ({
  modelId: info.model_id,
  experimentId: info.experiment_id,
  name: info.name,
  artifactUri: info.artifact_uri,
  creationTime: Number(info.creation_timestamp_ms),
  lastUpdateTime: Number(info.last_updated_timestamp_ms),
  status: info.status,
  statusMessage: info.status_message ?? null,
  lifecycleStage: 'active',
  modelType: info.model_type ?? '',
  sourceRunId: info.source_run_id ?? '',
  params: data?.params ?? [],
  tags: info.tags ?? [],
  metrics: (data?.metrics ?? []).map(metric => ({
    key: metric.key,
    step: metric.step ?? 0,
    timestamp: metric.timestamp ?? 0,
    value: Number(metric.value ?? 0),
    runId: metric.run_id,
    datasetName: metric.dataset_name ?? null,
    datasetDigest: metric.dataset_digest ?? null
  }))
});
