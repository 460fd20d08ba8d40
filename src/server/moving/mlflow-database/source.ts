import type { KeyValue, LifecycleStage } from '../../../api/entities.js';
import type { RunStatus } from '../../../api/runs.js';
import type { Int64 } from '../../../api/scalars.js';
import { groupBy } from '../../group-by.js';
import type {
  Counts,
  DatasetRecord,
  ExperimentRecord,
  LoggedModelRecord,
  ModelVersionRecord,
  PointRecord,
  RegisteredModelRecord,
  RunRecord
} from '../records.js';
import type { Source } from '../source.js';
import { loggedModelStatuses } from './logged-model-status.js';
import type { SqlOutput, SqlReader, SqlRow, SqlValue } from './sql-reader.js';

const RUNS_PER_PAGE = 200;
const MODELS_PER_PAGE = 200;
const WORKSPACE = 'default';

/** Stands in MLflow for a version that was deleted. */
export const DELETED_STAGE = 'Deleted_Internal';

/**
 * A database as MLflow 2.0 to 3.17 left it. Which tables and columns there are is looked up:
 * that says more than a version.
 */
export class MlflowDatabaseSource implements Source {
  readonly #reader: SqlReader;
  readonly #columns: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those that were told of: more may be made while this is read. */
  #experiments: ReadonlySet<SqlOutput> = new Set();

  static async open(reader: SqlReader): Promise<MlflowDatabaseSource> {
    const columns = new Map<string, ReadonlySet<string>>();
    for (const table of knownTables) {
      columns.set(table, await reader.columns(table));
    }
    if (!columns.get('alembic_version')!.size || !columns.get('runs')!.size) {
      throw new Error('This is not a database of MLflow.');
    }
    return new MlflowDatabaseSource(reader, columns);
  }

  private constructor(
    reader: SqlReader,
    columns: ReadonlyMap<string, ReadonlySet<string>>
  ) {
    this.#reader = reader;
    this.#columns = columns;
  }

  async counts(): Promise<Counts> {
    const runs = await this.#ofKnownExperiments('experiment_id');
    const ofRuns =
      runs === 'true'
        ? 'true'
        : `run_uuid IN (SELECT run_uuid FROM runs WHERE ${runs})`;
    return {
      experiments: await this.#count('experiments'),
      runs: await this.#count('runs', runs),
      points: await this.#count('metrics', ofRuns),
      params: await this.#count('params', ofRuns),
      tags: await this.#count('tags', ofRuns),
      datasetInputs: await this.#count(
        'inputs',
        `source_type = 'DATASET' AND destination_type = 'RUN' AND ${ofRuns.replace('run_uuid IN', 'destination_id IN')}`
      ),
      loggedModels: await this.#count('logged_models', runs),
      registeredModels: await this.#count('registered_models'),
      modelVersions: await this.#count('model_versions')
    };
  }

  async experiments(): Promise<ExperimentRecord[]> {
    const rows = await this.#select('experiments', [
      'experiment_id',
      'name',
      'artifact_location',
      'lifecycle_stage',
      'creation_time',
      'last_update_time'
    ]);
    this.#experiments = new Set(rows.map(row => row.experiment_id));
    const tags = groupBy(
      await this.#select('experiment_tags', ['experiment_id', 'key', 'value']),
      row => row.experiment_id
    );
    return rows.map(row => ({
      id: String(row.experiment_id),
      name: String(row.name),
      artifactLocation: text(row.artifact_location),
      lifecycleStage: stage(row.lifecycle_stage),
      creationTime: Number(row.creation_time ?? 0),
      lastUpdateTime: Number(row.last_update_time ?? row.creation_time ?? 0),
      tags: keyValues(tags.get(row.experiment_id))
    }));
  }

  async *runs(): AsyncIterable<RunRecord[]> {
    let after = '';
    for (;;) {
      const rows = await this.#select('runs', runColumns, {
        where: 'run_uuid > ?',
        value: after,
        end: `ORDER BY run_uuid LIMIT ${RUNS_PER_PAGE}`
      });
      if (rows.length === 0) {
        return;
      }
      after = String(rows.at(-1)!.run_uuid);
      yield await this.#complete(
        rows.filter(row => this.#experiments.has(row.experiment_id))
      );
    }
  }

  async runsOf(ids: readonly string[]): Promise<RunRecord[]> {
    const { sql: where, value } = this.#reader.isOneOf('run_uuid', ids);
    return this.#complete(
      await this.#select('runs', runColumns, { where, value })
    );
  }

  points(runs: readonly (RunRecord | string)[]): AsyncIterable<PointRecord[]> {
    return this.#pointsOf(
      runs.map(run => (typeof run === 'string' ? run : run.runId))
    );
  }

  async *#pointsOf(ids: readonly string[]): AsyncIterable<PointRecord[]> {
    const { sql, value } = this.#reader.isOneOf('run_uuid', ids);
    const pages = this.#reader.stream(
      `SELECT run_uuid, key, step, timestamp, value, is_nan FROM metrics WHERE ${sql}`,
      [value]
    );
    for await (const rows of pages) {
      yield rows.map(
        ([run, key, step, timestamp, value, isNan]): PointRecord => [
          run as string,
          key as string,
          step as Int64,
          timestamp as Int64,
          isNan ? NaN : (value as number)
        ]
      );
    }
  }

  async *loggedModels(): AsyncIterable<LoggedModelRecord[]> {
    let after = '';
    while (this.#has('logged_models')) {
      const rows = await this.#select('logged_models', loggedModelColumns, {
        where: 'model_id > ?',
        value: after,
        end: `ORDER BY model_id LIMIT ${MODELS_PER_PAGE}`
      });
      if (rows.length === 0) {
        return;
      }
      after = String(rows.at(-1)!.model_id);
      yield await this.#completeModels(
        rows.filter(row => this.#experiments.has(row.experiment_id))
      );
    }
  }

  async loggedModelsOf(ids: readonly string[]): Promise<LoggedModelRecord[]> {
    const { sql: where, value } = this.#reader.isOneOf('model_id', ids);
    return this.#completeModels(
      await this.#select('logged_models', loggedModelColumns, { where, value })
    );
  }

  async *registeredModels(): AsyncIterable<RegisteredModelRecord[]> {
    if (!this.#has('registered_models')) {
      return;
    }
    const models = await this.#select('registered_models', [
      'name',
      'creation_time',
      'last_updated_time',
      'description'
    ]);
    const tags = groupBy(
      await this.#select('registered_model_tags', ['name', 'key', 'value']),
      ofName
    );
    const aliases = groupBy(
      await this.#select('registered_model_aliases', [
        'name',
        'alias',
        'version'
      ]),
      ofName
    );
    const versions = groupBy(await this.#versions(), ofName);
    yield models.map(row => ({
      name: String(row.name),
      description: text(row.description),
      creationTime: Number(row.creation_time ?? 0),
      lastUpdateTime: Number(row.last_updated_time ?? row.creation_time ?? 0),
      tags: keyValues(tags.get(row.name)),
      aliases: (aliases.get(row.name) ?? []).map(({ alias, version }) => ({
        alias: String(alias),
        version: Number(version)
      })),
      versions: (versions.get(row.name) ?? []).map(({ version }) => version)
    }));
  }

  async leftOut(): Promise<{ what: string; count: number }[]> {
    const left = [];
    for (const [table, what] of Object.entries(unsupportedTables)) {
      left.push({ what, count: await this.#count(table) });
    }
    for (const table of ['experiments', 'registered_models']) {
      const own = this.#inWorkspace(table);
      if (own !== 'true') {
        left.push({
          what: `${table.replace('_', ' ')} of other workspaces`,
          count: await this.#countRows(table, `NOT (${own})`)
        });
      }
    }
    return left.filter(({ count }) => count > 0);
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  async #complete(rows: readonly SqlRow[]): Promise<RunRecord[]> {
    const ids = rows.map(({ run_uuid }) => String(run_uuid));
    const params = await this.#pairsOf('params', ids);
    const tags = await this.#pairsOf('tags', ids);
    const datasets = await this.#datasetsOf(ids);
    const inputs = await this.#modelLinks('RUN_INPUT', 'MODEL_INPUT', ids);
    const outputs = await this.#modelLinks('RUN_OUTPUT', 'MODEL_OUTPUT', ids);
    return rows.map(row => {
      const runId = String(row.run_uuid);
      const own = keyValues(tags.get(runId));
      const nameTag = own.find(({ key }) => key === 'mlflow.runName')?.value;
      return {
        runId,
        experimentId: String(row.experiment_id),
        name: text(row.name) || (nameTag ?? ''),
        userId: text(row.user_id),
        status: (row.status ?? 'SCHEDULED') as RunStatus,
        startTime: row.start_time as Int64 | null,
        endTime: row.end_time as Int64 | null,
        deletedTime:
          row.deleted_time === null ? null : Number(row.deleted_time),
        lifecycleStage: stage(row.lifecycle_stage),
        artifactUri: text(row.artifact_uri),
        params: keyValues(params.get(runId)),
        tags: own,
        datasets: (datasets.get(runId) ?? []).map(({ dataset }) => dataset),
        modelInputs: (inputs.get(runId) ?? []).map(({ model }) =>
          String(model)
        ),
        modelOutputs: (outputs.get(runId) ?? []).map(({ model, step }) => ({
          modelId: String(model),
          step: step as Int64
        }))
      };
    });
  }

  async #pairsOf(table: string, ids: readonly string[]) {
    const { sql, value } = this.#reader.isOneOf('run_uuid', ids);
    const rows = await this.#reader.all(
      `SELECT run_uuid, key, value FROM ${table} WHERE ${sql} ORDER BY key`,
      [value]
    );
    return groupBy(rows, row => row.run_uuid);
  }

  async #datasetsOf(ids: readonly string[]) {
    if (!this.#has('inputs') || !this.#has('datasets')) {
      return new Map<string, { runId: string; dataset: DatasetRecord }[]>();
    }
    const { sql, value } = this.#reader.isOneOf('i.destination_id', ids);
    const from = `FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id
      WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN' AND ${sql}`;
    const tags = groupBy(
      await this.#reader.all(
        `SELECT input_uuid, name AS key, value FROM input_tags
         WHERE input_uuid IN (SELECT i.input_uuid ${from}) ORDER BY name`,
        [value]
      ),
      row => row.input_uuid
    );
    const rows = await this.#reader.all(
      `SELECT i.input_uuid, i.destination_id, d.name, d.digest, d.dataset_source_type,
         d.dataset_source, d.dataset_schema, d.dataset_profile ${from}
       ORDER BY d.name, d.digest`,
      [value]
    );
    return groupBy(
      rows.map(row => ({
        runId: String(row.destination_id),
        dataset: {
          name: String(row.name),
          digest: String(row.digest),
          sourceType: String(row.dataset_source_type),
          source: String(row.dataset_source),
          schema: textOrNull(row.dataset_schema),
          profile: textOrNull(row.dataset_profile),
          tags: keyValues(tags.get(row.input_uuid))
        }
      })),
      ({ runId }) => runId
    );
  }

  async #modelLinks(from: string, to: string, ids: readonly string[]) {
    const columns = this.#columns.get('inputs')!;
    if (columns.size === 0) {
      return new Map<SqlOutput, SqlRow[]>();
    }
    const { sql, value } = this.#reader.isOneOf('source_id', ids);
    const rows = await this.#reader.all(
      `SELECT source_id, destination_id AS model, ${columns.has('step') ? 'step' : '0 AS step'}
       FROM inputs WHERE source_type = '${from}' AND destination_type = '${to}' AND ${sql}
       ORDER BY destination_id`,
      [value]
    );
    return groupBy(rows, row => row.source_id);
  }

  async #completeModels(rows: readonly SqlRow[]): Promise<LoggedModelRecord[]> {
    const ids = rows.map(({ model_id }) => String(model_id));
    const { sql, value } = this.#reader.isOneOf('model_id', ids);
    const pairs = async (table: string, key: string, content: string) =>
      groupBy(
        await this.#reader.all(
          `SELECT model_id, ${key} AS key, ${content} AS value FROM ${table} WHERE ${sql} ORDER BY ${key}`,
          [value]
        ),
        row => row.model_id
      );
    const params = await pairs(
      'logged_model_params',
      'param_key',
      'param_value'
    );
    const tags = await pairs('logged_model_tags', 'tag_key', 'tag_value');
    const metrics = groupBy(
      await this.#reader.all(
        `SELECT * FROM logged_model_metrics WHERE ${sql}
         ORDER BY metric_name, metric_timestamp_ms, metric_step`,
        [value]
      ),
      row => row.model_id
    );
    return rows.map(row => ({
      modelId: String(row.model_id),
      experimentId: String(row.experiment_id),
      name: String(row.name),
      artifactUri: text(row.artifact_location),
      creationTime: Number(row.creation_timestamp_ms),
      lastUpdateTime: Number(row.last_updated_timestamp_ms),
      status: loggedModelStatuses[Number(row.status)],
      statusMessage: textOrNull(row.status_message),
      lifecycleStage: stage(row.lifecycle_stage),
      modelType: text(row.model_type),
      sourceRunId: text(row.source_run_id),
      params: keyValues(params.get(row.model_id)),
      tags: keyValues(tags.get(row.model_id)),
      metrics: (metrics.get(row.model_id) ?? []).map(metric => ({
        key: String(metric.metric_name),
        step: metric.metric_step as Int64,
        timestamp: metric.metric_timestamp_ms as Int64,
        value: Number(metric.metric_value ?? NaN),
        runId: String(metric.run_id),
        datasetName: textOrNull(metric.dataset_name),
        datasetDigest: textOrNull(metric.dataset_digest)
      }))
    }));
  }

  async #versions(): Promise<
    { name: SqlOutput; version: ModelVersionRecord }[]
  > {
    const tags = groupBy(
      await this.#select('model_version_tags', [
        'name',
        'version',
        'key',
        'value'
      ]),
      row => `${row.version} ${row.name}`
    );
    const rows = await this.#select(
      'model_versions',
      [
        'name',
        'version',
        'creation_time',
        'last_updated_time',
        'description',
        'user_id',
        'current_stage',
        'source',
        'storage_location',
        'run_id',
        'run_link',
        'status',
        'status_message'
      ],
      { end: 'ORDER BY version' }
    );
    return rows.map(row => {
      const deleted = row.current_stage === DELETED_STAGE;
      return {
        name: row.name,
        version: {
          version: Number(row.version),
          creationTime: Number(row.creation_time ?? 0),
          lastUpdateTime: Number(
            row.last_updated_time ?? row.creation_time ?? 0
          ),
          userId: text(row.user_id),
          stage: deleted ? 'None' : text(row.current_stage) || 'None',
          description: textOrNull(row.description),
          source: text(row.source),
          storageLocation: text(row.storage_location) || text(row.source),
          runId: text(row.run_id),
          runLink: text(row.run_link),
          status: text(row.status) || 'READY',
          statusMessage: text(row.status_message),
          deleted,
          tags: keyValues(tags.get(`${row.version} ${row.name}`))
        }
      };
    });
  }

  /** Columns that this version of the table has not are null. */
  async #select<Column extends string>(
    table: string,
    columns: readonly Column[],
    options: { where?: string; value?: SqlValue; end?: string } = {}
  ): Promise<Record<Column, SqlOutput>[]> {
    if (!this.#has(table)) {
      return [];
    }
    const present = this.#columns.get(table)!;
    const list = columns.map(name =>
      present.has(name) ? name : `NULL AS ${name}`
    );
    const conditions = [this.#inWorkspace(table), options.where ?? 'true'].join(
      ' AND '
    );
    return this.#reader.all(
      `SELECT ${list.join(', ')} FROM ${table} WHERE ${conditions} ${options.end ?? ''}`,
      options.value === undefined ? [] : [options.value]
    );
  }

  #has(table: string): boolean {
    return this.#columns.get(table)!.size > 0;
  }

  #inWorkspace(table: string): string {
    return this.#columns.get(table)!.has('workspace')
      ? `workspace = '${WORKSPACE}'`
      : 'true';
  }

  /** Rows of Trackbook's one workspace. */
  #count(table: string, where = 'true'): Promise<number> {
    return this.#countRows(table, `${this.#inWorkspace(table)} AND ${where}`);
  }

  async #countRows(table: string, where: string): Promise<number> {
    if (!this.#has(table)) {
      return 0;
    }
    const [row] = await this.#reader.all(
      `SELECT count(*) AS count FROM ${table} WHERE ${where}`
    );
    return Number(row.count);
  }

  /** A condition on rows that belong to experiments; most databases have no others. */
  async #ofKnownExperiments(column: string): Promise<string> {
    const own = this.#inWorkspace('experiments');
    return own === 'true' ||
      (await this.#countRows('experiments', `NOT (${own})`)) === 0
      ? 'true'
      : `${column} IN (SELECT experiment_id FROM experiments WHERE ${own})`;
  }
}

const runColumns = [
  'run_uuid',
  'experiment_id',
  'name',
  'user_id',
  'status',
  'start_time',
  'end_time',
  'deleted_time',
  'lifecycle_stage',
  'artifact_uri'
] as const;

const loggedModelColumns = [
  'model_id',
  'experiment_id',
  'name',
  'artifact_location',
  'creation_timestamp_ms',
  'last_updated_timestamp_ms',
  'status',
  'status_message',
  'lifecycle_stage',
  'model_type',
  'source_run_id'
] as const;

const unsupportedTables = {
  trace_info: 'traces',
  evaluation_datasets: 'evaluation datasets',
  webhooks: 'webhooks'
};

const knownTables = [
  'alembic_version',
  'experiments',
  'experiment_tags',
  'runs',
  'params',
  'tags',
  'metrics',
  'datasets',
  'inputs',
  'input_tags',
  'logged_models',
  'registered_models',
  'registered_model_tags',
  'registered_model_aliases',
  'model_versions',
  'model_version_tags',
  ...Object.keys(unsupportedTables)
];

const ofName = ({ name }: { name: SqlOutput }) => name;

const stage = (value: SqlOutput): LifecycleStage =>
  value === 'deleted' ? 'deleted' : 'active';

const text = (value: SqlOutput): string =>
  value === null ? '' : String(value);

const textOrNull = (value: SqlOutput): string | null =>
  value === null ? null : String(value);

const keyValues = (rows: readonly SqlRow[] = []): KeyValue[] =>
  rows.map(({ key, value }) => ({ key: String(key), value: text(value) }));
