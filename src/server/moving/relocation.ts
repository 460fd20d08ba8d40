import type {
  ExperimentRecord,
  LoggedModelRecord,
  ModelVersionRecord,
  RunRecord
} from './records.js';

/** An artifact tree that is to be copied. */
export interface ArtifactMove {
  from: string;
  to: string;
  owner: { kind: 'run' | 'model'; id: string };
}

/**
 * Where artifacts at a URI go, of which the usual place is given; undefined if they stay. The same
 * URI means the same place of another server.
 */
export type ArtifactPolicy = (
  from: string,
  usualPlace: string
) => string | undefined;

/** What cannot be read keeps its URI, at which clients may reach it. */
export const copyToUsualPlace =
  (isReadable: (uri: string) => boolean): ArtifactPolicy =>
  (from, usualPlace) =>
    isReadable(from) ? usualPlace : undefined;

export const leaveInPlace: ArtifactPolicy = () => undefined;

/** What a server keeps goes to the other server's folder; the rest is not the server's. */
export const copyWhatIsServed: ArtifactPolicy = from =>
  from.startsWith('mlflow-artifacts:') ? from : undefined;

/**
 * Says where records belong in the target: under which experiment, and with which artifact URIs
 * where artifacts are copied.
 */
export class Relocation {
  /** Trees of artifacts whose place changes, or that must be copied to the same URI elsewhere. */
  readonly moves: ArtifactMove[] = [];
  /** Places of artifacts that stay. */
  readonly left: string[] = [];
  readonly #experiments = new Map<string, ExperimentRecord>();
  readonly #newUris = new Map<string, string>();

  constructor(private readonly policy: ArtifactPolicy) {}

  /** Experiments whose id is another one in the target. */
  get renumbered(): { from: string; to: string; name: string }[] {
    return [...this.#experiments]
      .filter(([from, { id }]) => from !== id)
      .map(([from, { id, name }]) => ({ from, to: id, name }));
  }

  place(experimentId: string, placed: ExperimentRecord): void {
    this.#experiments.set(experimentId, placed);
  }

  run(run: RunRecord): RunRecord {
    const experiment = this.#experimentOf(run);
    return {
      ...run,
      experimentId: experiment.id,
      artifactUri: this.#move(
        run.artifactUri,
        `${experiment.artifactLocation}/${run.runId}/artifacts`,
        { kind: 'run', id: run.runId }
      )
    };
  }

  loggedModel(model: LoggedModelRecord): LoggedModelRecord {
    const experiment = this.#experimentOf(model);
    return {
      ...model,
      experimentId: experiment.id,
      artifactUri: this.#move(
        model.artifactUri,
        `${experiment.artifactLocation}/models/${model.modelId}/artifacts`,
        { kind: 'model', id: model.modelId }
      )
    };
  }

  version(version: ModelVersionRecord): ModelVersionRecord {
    return {
      ...version,
      source: this.#follow(version.source),
      storageLocation: this.#follow(version.storageLocation)
    };
  }

  #experimentOf({ experimentId }: { experimentId: string }): ExperimentRecord {
    return this.#experiments.get(experimentId)!;
  }

  #move(
    from: string,
    usualPlace: string,
    owner: ArtifactMove['owner']
  ): string {
    if (from === '') {
      return from;
    }
    const to = this.policy(from, usualPlace);
    if (to === undefined) {
      this.left.push(from);
      return from;
    }
    this.moves.push({ from, to, owner });
    this.#newUris.set(from, to);
    return to;
  }

  /** The new place of what lies below the artifacts of a run or model. */
  #follow(uri: string): string {
    for (let end = uri.length; end > 0; end = uri.lastIndexOf('/', end - 1)) {
      const moved = this.#newUris.get(uri.slice(0, end));
      if (moved !== undefined) {
        return moved + uri.slice(end);
      }
    }
    return uri;
  }
}
