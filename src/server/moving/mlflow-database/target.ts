import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import {
  DatabaseSync,
  type SQLInputValue,
  type StatementSync
} from 'node:sqlite';
import type { KeyValue } from '../../../api/entities.js';
import { toStored } from '../../store/queries/metrics.js';
import { partialFile } from '../../store/sqlite/partial-file.js';
import type {
  ExperimentRecord,
  LoggedModelRecord,
  PointRecord,
  RegisteredModelRecord,
  RunRecord
} from '../records.js';
import type { Target } from '../target.js';
import { loggedModelStatuses } from './logged-model-status.js';
import { ALEMBIC_REVISION, MLFLOW_SCHEMA, WORKSPACE } from './mlflow-schema.js';
import { DELETED_STAGE, MlflowDatabaseSource } from './source.js';
import { openSqliteReader } from './sqlite-reader.js';
import { storedIn } from './stored.js';

type Row = Record<string, SQLInputValue>;

/** Makes a new SQLite database as MLflow makes one. It gets its name when it is complete. */
export class MlflowDatabaseTarget implements Target {
  readonly stored;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #datasets = new Map<string, string>();

  static async create(path: string): Promise<MlflowDatabaseTarget> {
    const partial = partialFile(path);
    const database = new DatabaseSync(partial);
    try {
      // Nobody reads the file before it is complete, and flushed as a whole.
      database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;');
      database.exec(MLFLOW_SCHEMA);
      const source = await MlflowDatabaseSource.open(openSqliteReader(partial));
      return new MlflowDatabaseTarget({ path, partial }, database, source);
    } catch (error) {
      database.close();
      rmSync(partial, { force: true });
      throw error;
    }
  }

  private constructor(
    private readonly file: { path: string; partial: string },
    database: DatabaseSync,
    private readonly source: MlflowDatabaseSource
  ) {
    this.#database = database;
    this.stored = storedIn(source);
    this.#insert('alembic_version', { version_num: ALEMBIC_REVISION });
    this.#insert('workspaces', WORKSPACE);
  }

  async placeExperiment(
    experiment: ExperimentRecord
  ): Promise<ExperimentRecord> {
    this.#transaction(() => {
      this.#insert('experiments', {
        experiment_id: Number(experiment.id),
        name: experiment.name,
        artifact_location: experiment.artifactLocation,
        lifecycle_stage: experiment.lifecycleStage,
        creation_time: experiment.creationTime,
        last_update_time: experiment.lastUpdateTime
      });
      this.#insertPairs('experiment_tags', experiment.tags, {
        experiment_id: Number(experiment.id)
      });
    });
    return experiment;
  }

  async storeRuns(
    runs: readonly RunRecord[],
    points: readonly PointRecord[]
  ): Promise<void> {
    this.#transaction(() => {
      runs.forEach(run => this.#storeRun(run));
      this.#storePoints(points);
    });
  }

  async storeLoggedModels(models: readonly LoggedModelRecord[]): Promise<void> {
    this.#transaction(() => {
      models.forEach(model => this.#storeLoggedModel(model));
    });
  }

  async storeRegisteredModels(
    models: readonly RegisteredModelRecord[]
  ): Promise<void> {
    this.#transaction(() => {
      models.forEach(model => this.#storeRegisteredModel(model));
    });
  }

  /** Gives the database its name. */
  async finish(): Promise<void> {
    await this.close();
    const file = openSync(this.file.partial, 'r+');
    fsyncSync(file);
    closeSync(file);
    renameSync(this.file.partial, this.file.path);
  }

  /** Before `finish`, what was stored is lost. */
  async close(): Promise<void> {
    if (this.#database.isOpen) {
      this.#statements.clear();
      await this.source.close();
      this.#database.close();
    }
  }

  /** Takes away a database that was not finished. */
  async discard(): Promise<void> {
    await this.close();
    rmSync(this.file.partial, { force: true });
  }

  #storeRun(run: RunRecord): void {
    const owner = { run_uuid: run.runId };
    this.#insert('runs', {
      ...owner,
      experiment_id: Number(run.experimentId),
      name: run.name,
      source_type: 'UNKNOWN',
      source_name: '',
      entry_point_name: '',
      source_version: '',
      user_id: run.userId,
      status: run.status,
      start_time: run.startTime,
      end_time: run.endTime,
      deleted_time: run.deletedTime,
      lifecycle_stage: run.lifecycleStage,
      artifact_uri: run.artifactUri
    });
    this.#insertPairs('params', run.params, owner);
    this.#insertPairs('tags', run.tags, owner);
    this.#storeDatasets(run);
    for (const model of run.modelInputs) {
      this.#link(['RUN_INPUT', run.runId], ['MODEL_INPUT', model]);
    }
    for (const { modelId, step } of run.modelOutputs) {
      this.#link(['RUN_OUTPUT', run.runId], ['MODEL_OUTPUT', modelId], step);
    }
  }

  #storeDatasets({ runId, experimentId, datasets }: RunRecord): void {
    for (const dataset of datasets) {
      const name = JSON.stringify([experimentId, dataset.name, dataset.digest]);
      let id = this.#datasets.get(name);
      if (!id) {
        id = newId();
        this.#datasets.set(name, id);
        this.#insert('datasets', {
          dataset_uuid: id,
          experiment_id: Number(experimentId),
          name: dataset.name,
          digest: dataset.digest,
          dataset_source_type: dataset.sourceType,
          dataset_source: dataset.source,
          dataset_schema: dataset.schema,
          dataset_profile: dataset.profile
        });
      }
      const input = this.#link(['DATASET', id], ['RUN', runId]);
      for (const { key, value } of dataset.tags) {
        this.#insert('input_tags', { input_uuid: input, name: key, value });
      }
    }
  }

  #link(
    [source_type, source_id]: readonly [string, string],
    [destination_type, destination_id]: readonly [string, string],
    step: number | bigint = 0
  ): string {
    const input_uuid = newId();
    this.#insert('inputs', {
      input_uuid,
      source_type,
      source_id,
      destination_type,
      destination_id,
      step
    });
    return input_uuid;
  }

  #storePoints(points: readonly PointRecord[]): void {
    const latest = new Map<string, Row & LatestPlace>();
    for (const [run_uuid, key, step, timestamp, number] of points) {
      const { value, is_nan } = toStored(number);
      const row = { run_uuid, key, step, timestamp, value, is_nan };
      this.#insert('metrics', row);
      const name = `${run_uuid} ${key}`;
      const known = latest.get(name);
      if (!known || isLater(row, known)) {
        latest.set(name, row);
      }
    }
    for (const row of latest.values()) {
      this.#insert('latest_metrics', row, KEEP_LATER);
    }
  }

  #storeLoggedModel(model: LoggedModelRecord): void {
    const owner = {
      model_id: model.modelId,
      experiment_id: Number(model.experimentId)
    };
    this.#insert('logged_models', {
      ...owner,
      name: model.name,
      artifact_location: model.artifactUri,
      creation_timestamp_ms: model.creationTime,
      last_updated_timestamp_ms: model.lastUpdateTime,
      status: loggedModelStatuses.findIndex(known => known === model.status),
      lifecycle_stage: model.lifecycleStage,
      model_type: model.modelType,
      source_run_id: model.sourceRunId,
      status_message: model.statusMessage
    });
    for (const { key, value } of model.params) {
      this.#insert('logged_model_params', {
        ...owner,
        param_key: key,
        param_value: value
      });
    }
    for (const { key, value } of model.tags) {
      this.#insert('logged_model_tags', {
        ...owner,
        tag_key: key,
        tag_value: value
      });
    }
    for (const point of model.metrics) {
      const { value, is_nan } = toStored(point.value);
      this.#insert('logged_model_metrics', {
        ...owner,
        metric_name: point.key,
        metric_timestamp_ms: point.timestamp,
        metric_step: point.step,
        metric_value: is_nan ? null : value,
        run_id: point.runId,
        dataset_name: point.datasetName,
        dataset_digest: point.datasetDigest
      });
    }
  }

  #storeRegisteredModel(model: RegisteredModelRecord): void {
    const { name } = model;
    this.#insert('registered_models', {
      name,
      creation_time: model.creationTime,
      last_updated_time: model.lastUpdateTime,
      description: model.description || null
    });
    this.#insertPairs('registered_model_tags', model.tags, { name });
    for (const { alias, version } of model.aliases) {
      this.#insert('registered_model_aliases', { name, alias, version });
    }
    for (const record of model.versions) {
      const owner = { name, version: record.version };
      this.#insert('model_versions', {
        ...owner,
        creation_time: record.creationTime,
        last_updated_time: record.lastUpdateTime,
        description: record.description,
        user_id: record.userId || null,
        current_stage: record.deleted ? DELETED_STAGE : record.stage,
        source: record.source,
        storage_location: record.storageLocation,
        run_id: record.runId,
        run_link: record.runLink,
        status: record.status,
        status_message: record.statusMessage || null
      });
      this.#insertPairs('model_version_tags', record.tags, owner);
    }
  }

  #insertPairs(table: string, pairs: readonly KeyValue[], owner: Row): void {
    for (const { key, value } of pairs) {
      this.#insert(table, { ...owner, key, value });
    }
  }

  /** One statement for each table: its rows always have the same columns. */
  #insert(table: string, row: Row, end = ''): void {
    let statement = this.#statements.get(table);
    if (!statement) {
      const columns = Object.keys(row);
      statement = this.#database.prepare(
        `INSERT INTO ${table} (${columns.join(', ')})
         VALUES (${columns.map(() => '?').join(', ')}) ${end}`
      );
      this.#statements.set(table, statement);
    }
    statement.run(...Object.values(row));
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

interface LatestPlace {
  step: number | bigint;
  timestamp: number | bigint;
  value: number;
}

const isLater = (a: LatestPlace, b: LatestPlace): boolean =>
  a.step !== b.step
    ? a.step > b.step
    : a.timestamp !== b.timestamp
      ? a.timestamp > b.timestamp
      : a.value > b.value;

const KEEP_LATER = `ON CONFLICT (key, run_uuid) DO UPDATE SET
  step = excluded.step, timestamp = excluded.timestamp,
  value = excluded.value, is_nan = excluded.is_nan
  WHERE (excluded.step, excluded.timestamp, excluded.value)
    > (latest_metrics.step, latest_metrics.timestamp, latest_metrics.value)`;

const newId = () => randomUUID().replaceAll('-', '');
