import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { KeyValue, LifecycleStage } from '../../../api/entities.js';
import type { RunStatus } from '../../../api/runs.js';
import type { Int64 } from '../../../api/scalars.js';
import { parseArtifactPlace } from '../../artifacts/artifact-place.js';
import { DELETED_STAGE } from '../mlflow-database/source.js';
import { loggedModelStatuses } from '../mlflow-database/logged-model-status.js';
import type {
  Counts,
  DatasetRecord,
  ExperimentRecord,
  LoggedModelRecord,
  ModelPointRecord,
  ModelVersionRecord,
  PointRecord,
  RegisteredModelRecord,
  RunRecord
} from '../records.js';
import type { Source } from '../source.js';
import { Damage } from './damage.js';
import { readMeta, type Meta } from './meta.js';

const RUNS_PER_PAGE = 100;
const POINTS_PER_PAGE = 10_000;
const TRASH = '.trash';
const REGISTRY = 'models';
const LOGGED_MODELS = 'models';

/** What a model, logged or registered, and a version cannot be without. */
const TIMES = ['creation_timestamp', 'last_updated_timestamp'];

/** MLflow's enum, which its files hold as numbers. */
const runStatuses: Record<string, RunStatus> = {
  1: 'RUNNING',
  2: 'SCHEDULED',
  3: 'FINISHED',
  4: 'FAILED',
  5: 'KILLED'
};

interface ExperimentFolder {
  folder: string;
  record: ExperimentRecord;
}

/** A folder of MLflow's file store, `mlruns/`: a small file for each fact. */
export class MlflowFolderSource implements Source {
  readonly #root: string;
  readonly #damage = new Damage();
  #experiments?: Promise<ExperimentFolder[]>;

  static async open(root: string): Promise<MlflowFolderSource> {
    const source = new MlflowFolderSource(root);
    const registry = existsSync(join(root, REGISTRY));
    if (!registry && (await source.#folders()).length === 0) {
      throw new Error(
        `${root} holds no experiments of MLflow's. Name the folder that is called mlruns.`
      );
    }
    return source;
  }

  private constructor(root: string) {
    this.#root = root;
  }

  async counts(): Promise<Partial<Counts>> {
    const experiments = await this.#folders();
    let runs = 0;
    for (const { folder } of experiments) {
      runs += (await runFolders(folder)).length;
    }
    return { experiments: experiments.length, runs };
  }

  async experiments(): Promise<ExperimentRecord[]> {
    return (await this.#folders()).map(({ record }) => record);
  }

  async *runs(): AsyncIterable<RunRecord[]> {
    for (const { folder, record } of await this.#folders()) {
      const folders = await runFolders(folder);
      for (let i = 0; i < folders.length; i += RUNS_PER_PAGE) {
        const page = folders.slice(i, i + RUNS_PER_PAGE);
        yield await this.#damage.readable(page, run =>
          readRun(run, { folder, record }, this.#damage)
        );
      }
    }
  }

  async *points(runs: readonly RunRecord[]): AsyncIterable<PointRecord[]> {
    const folders = await this.#folders();
    let page: PointRecord[] = [];
    for (const { runId, experimentId } of runs) {
      const { folder } = folders.find(
        ({ record }) => record.id === experimentId
      )!;
      for (const file of await filesBelow(join(folder, runId, 'metrics'))) {
        page = page.concat(await readPoints(file, runId, this.#damage));
        if (page.length >= POINTS_PER_PAGE) {
          yield page;
          page = [];
        }
      }
    }
    yield page;
  }

  async *loggedModels(): AsyncIterable<LoggedModelRecord[]> {
    for (const experiment of await this.#folders()) {
      const folders = await metaFolders(join(experiment.folder, LOGGED_MODELS));
      yield await this.#damage.readable(folders, folder =>
        readLoggedModel(folder, experiment.record, this.#damage)
      );
    }
  }

  async *registeredModels(): AsyncIterable<RegisteredModelRecord[]> {
    const folders = await metaFolders(join(this.#root, REGISTRY));
    yield await this.#damage.readable(folders, folder =>
      readRegisteredModel(folder, this.#damage)
    );
  }

  async leftOut(): Promise<{ what: string; count: number }[]> {
    let count = 0;
    for (const { folder } of await this.#folders()) {
      count += (await entries(join(folder, 'traces'))).length;
    }
    return count > 0 ? [{ what: 'traces', count }] : [];
  }

  damage(): readonly string[] {
    return this.#damage.told;
  }

  async close(): Promise<void> {}

  #folders(): Promise<ExperimentFolder[]> {
    this.#experiments ??= this.#findFolders();
    return this.#experiments;
  }

  async #findFolders(): Promise<ExperimentFolder[]> {
    const active = await metaFolders(this.#root);
    const deleted = await metaFolders(join(this.#root, TRASH));
    const folders = [...active, ...deleted].filter(
      folder => basename(folder) !== REGISTRY
    );
    return this.#damage.readable(folders, readExperiment);
  }
}

const readExperiment = async (folder: string): Promise<ExperimentFolder> => {
  const meta = await readMeta(folder, ['name']);
  const creationTime = Number(meta.creation_time ?? (await timeOf(folder)));
  return {
    folder,
    record: {
      // The folder's name is the id; some files have it with other digits.
      id: basename(folder),
      name: meta.name ?? '',
      artifactLocation: meta.artifact_location ?? '',
      lifecycleStage: stageOf(meta),
      creationTime,
      lastUpdateTime: Number(meta.last_update_time ?? creationTime),
      tags: await readValues(join(folder, 'tags'))
    }
  };
};

const timeOf = async (folder: string): Promise<number> =>
  Math.floor((await stat(join(folder, 'meta.yaml'))).mtimeMs);

const RESERVED = new Set(['tags', 'datasets', 'traces', LOGGED_MODELS]);

const runFolders = async (experiment: string): Promise<string[]> =>
  (await metaFolders(experiment)).filter(
    folder => !RESERVED.has(basename(folder))
  );

const readRun = async (
  folder: string,
  experiment: ExperimentFolder,
  damage: Damage
): Promise<RunRecord> => {
  const meta = await readMeta(folder, ['status']);
  const tags = await readValues(join(folder, 'tags'));
  const inputs = await readLinks(join(folder, 'inputs'), damage);
  const outputs = await readLinks(join(folder, 'outputs'), damage);
  const datasets = inputs.filter(link => link.source_type === 'DATASET');
  return {
    runId: basename(folder),
    experimentId: experiment.record.id,
    name:
      meta.run_name ||
      (tags.find(({ key }) => key === 'mlflow.runName')?.value ?? ''),
    userId: meta.user_id ?? '',
    status: runStatuses[meta.status ?? 1] ?? 'RUNNING',
    startTime: integer(meta.start_time),
    endTime: integer(meta.end_time),
    deletedTime: meta.deleted_time ? Number(meta.deleted_time) : null,
    lifecycleStage: stageOf(meta),
    artifactUri: artifactsOf(folder, meta.artifact_uri),
    params: await readValues(join(folder, 'params')),
    tags,
    datasets: await readDatasets(experiment.folder, datasets, damage),
    modelInputs: inputs
      .filter(link => link.source_type === 'MODEL')
      .map(link => link.source_id!),
    modelOutputs: outputs.map(link => ({
      modelId: link.destination_id!,
      step: integer(link.step) ?? 0
    }))
  };
};

/** Where it says, or in its own folder if all of it has been moved since. */
const artifactsOf = (folder: string, uri: string | undefined): string => {
  const own = join(folder, 'artifacts');
  const place = uri ? parseArtifactPlace(uri) : undefined;
  const gone = place?.kind === 'local' && !existsSync(place.folder);
  return !uri || (gone && existsSync(own)) ? own : uri;
};

/** Without those whose description is gone: MLflow does not show them either. */
const readDatasets = async (
  experiment: string,
  links: readonly Meta[],
  damage: Damage
): Promise<DatasetRecord[]> => {
  const linked = new Map(
    links.map(link => [join(experiment, 'datasets', link.source_id!), link])
  );
  const there = [...linked.keys()].filter(hasMeta);
  return damage.readable(there, folder =>
    readDataset(folder, linked.get(folder)!)
  );
};

const readDataset = async (
  folder: string,
  link: Meta
): Promise<DatasetRecord> => {
  const meta = await readMeta(folder, ['name', 'digest']);
  return {
    name: meta.name ?? '',
    digest: meta.digest ?? '',
    sourceType: meta.source_type ?? '',
    source: meta.source ?? '',
    schema: meta.schema ?? null,
    profile: meta.profile ?? null,
    tags: Object.entries(
      (link.tags as unknown as Record<string, string>) ?? {}
    ).map(([key, value]) => ({ key, value }))
  };
};

const readLinks = async (folder: string, damage: Damage): Promise<Meta[]> =>
  damage.readable(await metaFolders(folder), link => readMeta(link));

/** Lines of `time value [step [dataset digest]]`; the same values twice are one point. */
const readPoints = async (
  { path, key }: FoundFile,
  runId: string,
  damage: Damage
): Promise<PointRecord[]> => {
  const content = await readFile(path, 'utf8');
  const points = damage.lines(
    path,
    content,
    ([timestamp, value, step = '0']): PointRecord => [
      runId,
      key,
      integer(step)!,
      integer(timestamp)!,
      toDouble(value)
    ]
  );
  return [
    ...new Map(points.map(point => [point.slice(2).join(' '), point])).values()
  ];
};

const readLoggedModel = async (
  folder: string,
  experiment: ExperimentRecord,
  damage: Damage
): Promise<LoggedModelRecord> => {
  const meta = await readMeta(folder, ['name', ...TIMES]);
  const files = await filesBelow(join(folder, 'metrics'));
  return {
    modelId: basename(folder),
    experimentId: experiment.id,
    name: meta.name ?? '',
    artifactUri: artifactsOf(folder, meta.artifact_location),
    creationTime: Number(meta.creation_timestamp),
    lastUpdateTime: Number(meta.last_updated_timestamp),
    status: statusOf(meta.status),
    statusMessage: meta.status_message ?? null,
    lifecycleStage: stageOf(meta),
    modelType: meta.model_type ?? '',
    sourceRunId: meta.source_run_id ?? '',
    params: await readValues(join(folder, 'params')),
    tags: await readValues(join(folder, 'tags')),
    metrics: (
      await Promise.all(files.map(file => readModelPoints(file, damage)))
    ).flat()
  };
};

/** Numbers as in MLflow's database, or words. */
const statusOf = (status: string | undefined): string =>
  loggedModelStatuses[Number(status)] ??
  loggedModelStatuses.find(known => known.endsWith(`_${status}`)) ??
  loggedModelStatuses[0];

/** Lines of `time value step run [dataset digest]`. */
const readModelPoints = async (
  { path, key }: FoundFile,
  damage: Damage
): Promise<ModelPointRecord[]> =>
  damage.lines(
    path,
    await readFile(path, 'utf8'),
    ([timestamp, value, step, runId, name, digest]) => ({
      key,
      step: integer(step)!,
      timestamp: integer(timestamp)!,
      value: toDouble(value),
      runId,
      datasetName: name ?? null,
      datasetDigest: digest ?? null
    })
  );

const readRegisteredModel = async (
  folder: string,
  damage: Damage
): Promise<RegisteredModelRecord> => {
  const meta = await readMeta(folder, TIMES);
  const versions = (await metaFolders(folder)).filter(version =>
    basename(version).startsWith('version-')
  );
  const aliases = await readValues(join(folder, 'aliases'));
  return {
    name: meta.name ?? basename(folder),
    description: meta.description ?? '',
    creationTime: Number(meta.creation_timestamp),
    lastUpdateTime: Number(meta.last_updated_timestamp),
    tags: await readValues(join(folder, 'tags')),
    aliases: aliases.map(({ key, value }) => ({
      alias: key,
      version: Number(value)
    })),
    versions: (await damage.readable(versions, readVersion)).sort(
      (a, b) => a.version - b.version
    )
  };
};

const readVersion = async (folder: string): Promise<ModelVersionRecord> => {
  const meta = await readMeta(folder, TIMES);
  const deleted = meta.current_stage === DELETED_STAGE;
  return {
    version: Number(basename(folder).replace('version-', '')),
    creationTime: Number(meta.creation_timestamp),
    lastUpdateTime: Number(meta.last_updated_timestamp),
    userId: meta.user_id ?? '',
    stage: deleted ? 'None' : (meta.current_stage ?? 'None'),
    description: meta.description ?? null,
    source: meta.source ?? '',
    storageLocation: meta.storage_location ?? meta.source ?? '',
    runId: meta.run_id ?? '',
    runLink: meta.run_link ?? '',
    status: /^\d+$/.test(meta.status ?? '') ? 'READY' : meta.status || 'READY',
    statusMessage: meta.status_message ?? '',
    deleted,
    tags: await readValues(join(folder, 'tags'))
  };
};

interface FoundFile {
  path: string;
  /** The path below where the search began: names may hold slashes. */
  key: string;
}

/** A file for each key, which holds its value. */
const readValues = async (folder: string): Promise<KeyValue[]> =>
  Promise.all(
    (await filesBelow(folder)).map(async ({ path, key }) => ({
      key,
      value: await readFile(path, 'utf8')
    }))
  );

const filesBelow = async (folder: string): Promise<FoundFile[]> => {
  if (!existsSync(folder)) {
    return [];
  }
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter(entry => entry.isFile())
    .map(entry => {
      const path = join(entry.parentPath, entry.name);
      return { path, key: relative(folder, path).split(sep).join('/') };
    })
    .sort((a, b) => (a.key < b.key ? -1 : 1));
};

/** The folders in a folder that have a description. */
const metaFolders = async (folder: string): Promise<string[]> =>
  (await entries(folder)).map(name => join(folder, name)).filter(hasMeta);

const hasMeta = (folder: string): boolean =>
  existsSync(join(folder, 'meta.yaml'));

const entries = async (folder: string): Promise<string[]> =>
  existsSync(folder) ? (await readdir(folder)).sort() : [];

const stageOf = (meta: Meta): LifecycleStage =>
  meta.lifecycle_stage === 'deleted' ? 'deleted' : 'active';

const integer = (text: string | undefined): Int64 | null => {
  if (!text) {
    return null;
  }
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
};

/** As Python writes it: nan, inf and -inf. Throws for what is no number. */
const toDouble = (text: string): number => {
  switch (text.toLowerCase()) {
    case 'nan':
      return NaN;
    case 'inf':
      return Number.MAX_VALUE;
    case '-inf':
      return -Number.MAX_VALUE;
  }
  const number = Number(text);
  if (Number.isNaN(number)) {
    throw new Error(`'${text}' is no number.`);
  }
  return number;
};
