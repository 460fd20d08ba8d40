import {
  loggedModelDifferences,
  registeredModelDifferences,
  runDifferences
} from './differences.js';
import { PointDigests } from './point-digests.js';
import {
  noCounts,
  type Counts,
  type PointRecord,
  type RunRecord
} from './records.js';
import { Relocation, type ArtifactPolicy } from './relocation.js';
import type { Source } from './source.js';
import type { Target } from './target.js';

const POINTS_PER_TRANSACTION = 20_000;
/** So many differences are told one by one. */
const MAX_TOLD = 20;

export interface MoveOptions {
  artifacts: ArtifactPolicy;
  /** Whether experiments that are new in the target go on where they were. */
  keepLocations: boolean;
  onProgress(done: Counts): void;
  /** Throws where the user wants to stop. */
  checkpoint(): Promise<void>;
}

export interface MoveReport {
  /** What was read, and found to be stored. */
  moved: Counts;
  /** The source's own counts, as far as it has them. */
  counted: Partial<Counts>;
  differences: string[];
  differenceCount: number;
  leftOut: { what: string; count: number }[];
  relocation: Relocation;
}

/**
 * Brings all records of a store into another and compares them there. Done again, it goes on
 * where it was interrupted, adds what is new and changes what has changed.
 */
export const moveRecords = async (
  source: Source,
  target: Target,
  options: MoveOptions
): Promise<MoveReport> => {
  const move = new Move(source, target, options);
  await move.experiments();
  await move.runs();
  await move.loggedModels();
  await move.registeredModels();
  return move.report();
};

class Move {
  readonly #relocation: Relocation;
  readonly #moved = noCounts();
  readonly #differences: string[] = [];
  #differenceCount = 0;

  constructor(
    private readonly source: Source,
    private readonly target: Target,
    private readonly options: MoveOptions
  ) {
    this.#relocation = new Relocation(options.artifacts);
  }

  async experiments(): Promise<void> {
    for (const experiment of await this.source.experiments()) {
      await this.options.checkpoint();
      const placed = await this.target.placeExperiment(experiment, {
        keepLocation: this.options.keepLocations
      });
      this.#relocation.place(experiment.id, placed);
      this.#moved.experiments += 1;
    }
  }

  async runs(): Promise<void> {
    for await (const found of this.source.runs()) {
      const runs = found.map(run => this.#relocation.run(run));
      const digests = await this.#storeRuns(runs, this.source.points(found));
      await this.#checkRuns(runs, digests, found);
      this.#moved.runs += runs.length;
      for (const run of runs) {
        this.#moved.params += run.params.length;
        this.#moved.tags += run.tags.length;
        this.#moved.datasetInputs += run.datasets.length;
      }
      this.options.onProgress(this.#moved);
    }
  }

  /** In transactions that are short enough for a server to write in between. */
  async #storeRuns(
    runs: readonly RunRecord[],
    pages: AsyncIterable<PointRecord[]>
  ): Promise<PointDigests> {
    const digests = new PointDigests();
    let waiting: readonly RunRecord[] = runs;
    let points: PointRecord[] = [];
    const store = async () => {
      await this.options.checkpoint();
      await this.target.storeRuns(waiting, points);
      this.#moved.points += points.length;
      this.options.onProgress(this.#moved);
      waiting = [];
      points = [];
    };
    for await (const page of pages) {
      page.forEach(point => digests.add(point));
      points = points.concat(page);
      if (points.length >= POINTS_PER_TRANSACTION) {
        await store();
      }
    }
    if (waiting.length > 0 || points.length > 0) {
      await store();
    }
    return digests;
  }

  async #checkRuns(
    runs: readonly RunRecord[],
    digests: PointDigests,
    found: readonly RunRecord[]
  ): Promise<void> {
    const { stored } = this.target;
    const ids = runs.map(({ runId }) => runId);
    const present = new Map(
      (await stored.runs(ids)).map(run => [run.runId, run])
    );
    for (const run of runs) {
      this.#tell(runDifferences(run, present.get(run.runId)));
    }
    const other = digests.differencesFrom(await stored.pointDigests(ids));
    const missing = other.filter(metric => metric.otherCount <= metric.count);
    this.#tell(
      missing.map(
        ({ runId, key, count, otherCount }) =>
          `metric '${key}' of run ${runId}: ${otherCount} points are stored, which are not the same ${count}`
      )
    );
    const grown = new Set(
      other
        .filter(metric => !missing.includes(metric))
        .map(({ runId }) => runId)
    );
    await this.#checkGrown(found.filter(({ runId }) => grown.has(runId)));
  }

  /** Of runs that have more points in the target, each of the source's must be among them. */
  async #checkGrown(runs: readonly RunRecord[]): Promise<void> {
    for (const run of runs) {
      const stored = new Set<string>();
      for await (const page of this.target.stored.points([run])) {
        page.forEach(point => stored.add(point.join(' ')));
      }
      for await (const page of this.source.points([run])) {
        const missing = page.filter(point => !stored.has(point.join(' ')));
        this.#tell(
          missing.map(
            ([runId, key, step]) =>
              `metric '${key}' of run ${runId}: the point at step ${step} is missing`
          )
        );
      }
    }
  }

  async loggedModels(): Promise<void> {
    for await (const found of this.source.loggedModels()) {
      await this.options.checkpoint();
      const models = found.map(model => this.#relocation.loggedModel(model));
      await this.target.storeLoggedModels(models);
      const present = new Map(
        (
          await this.target.stored.loggedModels(
            models.map(({ modelId }) => modelId)
          )
        ).map(model => [model.modelId, model])
      );
      for (const model of models) {
        this.#tell(loggedModelDifferences(model, present.get(model.modelId)));
      }
      this.#moved.loggedModels += models.length;
      this.options.onProgress(this.#moved);
    }
  }

  async registeredModels(): Promise<void> {
    for await (const found of this.source.registeredModels()) {
      await this.options.checkpoint();
      const models = found.map(model => ({
        ...model,
        versions: model.versions.map(version =>
          this.#relocation.version(version)
        )
      }));
      await this.target.storeRegisteredModels(models);
      const present = new Map(
        (
          await this.target.stored.registeredModels(
            models.map(({ name }) => name)
          )
        ).map(model => [model.name, model])
      );
      for (const model of models) {
        this.#tell(registeredModelDifferences(model, present.get(model.name)));
        this.#moved.modelVersions += model.versions.length;
      }
      this.#moved.registeredModels += models.length;
      this.options.onProgress(this.#moved);
    }
  }

  async report(): Promise<MoveReport> {
    this.#tell(this.source.damage?.() ?? []);
    const counted = await this.source.counts();
    for (const [kind, count] of Object.entries(counted)) {
      const moved = this.#moved[kind as keyof Counts];
      if (moved !== count) {
        this.#tell([
          `the source counts ${count} ${words[kind as keyof Counts]}, of which ${moved} were read`
        ]);
      }
    }
    return {
      moved: this.#moved,
      counted,
      differences: this.#differences,
      differenceCount: this.#differenceCount,
      leftOut: await this.source.leftOut(),
      relocation: this.#relocation
    };
  }

  #tell(differences: readonly string[]): void {
    this.#differenceCount += differences.length;
    this.#differences.push(
      ...differences.slice(0, MAX_TOLD - this.#differences.length)
    );
  }
}

/** What a user calls each kind. */
export const words: Record<keyof Counts, string> = {
  experiments: 'experiments',
  runs: 'runs',
  points: 'metric points',
  params: 'params',
  tags: 'tags',
  datasetInputs: 'dataset inputs',
  loggedModels: 'logged models',
  registeredModels: 'registered models',
  modelVersions: 'model versions'
};
