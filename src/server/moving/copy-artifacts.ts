import type { Readable } from 'node:stream';
import type { ArtifactEntry } from '../artifacts/artifact-store.js';
import type { ArtifactMove } from './relocation.js';

/** A tree of artifacts to read from. */
export interface ArtifactTree {
  list(path: string): Promise<ArtifactEntry[]>;
  open(path: string): Promise<{
    modifiedAt?: Date;
    read(): Readable | Promise<Readable>;
  }>;
}

/** A tree of artifacts to write to. */
export interface WritableTree extends ArtifactTree {
  write(path: string, source: Readable, size?: number): Promise<void>;
}

/** Where the artifacts of a move are and go; undefined if they are out of reach. */
export interface ArtifactRoutes {
  from(move: ArtifactMove): Promise<ArtifactTree | undefined>;
  to(move: ArtifactMove): Promise<WritableTree>;
}

export interface CopyReport {
  files: number;
  bytes: number;
  /** Files that were there already, of the same size and not older. */
  present: number;
  /** Places that could not be read, such as those behind a server that was not named. */
  unreachable: string[];
  failures: string[];
}

const TREES_AT_ONCE = 8;

interface CopyOptions {
  onProgress(done: { trees: number; report: CopyReport }): void;
  /** Throws where the user wants to stop. */
  checkpoint(): Promise<void>;
}

/** Copies trees of artifacts; files that are there already are left alone. */
export const copyArtifacts = async (
  moves: readonly ArtifactMove[],
  routes: ArtifactRoutes,
  options: CopyOptions
): Promise<CopyReport> => {
  const copy = new Copy(routes, options);
  const waiting = moves.values();
  const work = async () => {
    for (const move of waiting) {
      await copy.tree(move);
    }
  };
  await Promise.all(Array.from({ length: TREES_AT_ONCE }, work));
  return copy.report;
};

interface Trees {
  move: ArtifactMove;
  from: ArtifactTree;
  to: WritableTree;
}

/** What cannot be copied is told in the report, and keeps nothing beside it from being copied. */
class Copy {
  readonly report: CopyReport = {
    files: 0,
    bytes: 0,
    present: 0,
    unreachable: [],
    failures: []
  };
  #trees = 0;

  constructor(
    private readonly routes: ArtifactRoutes,
    private readonly options: CopyOptions
  ) {}

  async tree(move: ArtifactMove): Promise<void> {
    await this.options.checkpoint();
    const trees = await this.#try(move.from, () => this.#open(move));
    if (trees) {
      await this.#folder(trees, '');
    }
    this.#trees += 1;
    this.#tellProgress();
  }

  async #open(move: ArtifactMove): Promise<Trees | undefined> {
    const from = await this.routes.from(move);
    if (!from) {
      this.report.unreachable.push(move.from);
      return undefined;
    }
    return { move, from, to: await this.routes.to(move) };
  }

  async #folder(trees: Trees, folder: string): Promise<void> {
    const { move, from, to } = trees;
    const place = joined(move.from, folder);
    const entries = (await this.#try(place, () => from.list(folder))) ?? [];
    const present =
      entries.length > 0 && (await this.#try(place, () => to.list(folder)));
    if (!present) {
      return;
    }
    const there = new Map(present.map(entry => [entry.name, entry]));
    for (const entry of entries) {
      await this.options.checkpoint();
      const path = joined(folder, entry.name);
      if (entry.kind === 'folder') {
        await this.#folder(trees, path);
      } else {
        await this.#try(joined(move.from, path), () =>
          this.#file(trees, { entry, path, there: there.get(entry.name) })
        );
        this.#tellProgress();
      }
    }
  }

  async #file({ from, to }: Trees, found: FoundFile): Promise<void> {
    const { entry, path } = found;
    const file = await from.open(path);
    if (await isCopied(found, file, to)) {
      this.report.present += 1;
    } else {
      await to.write(path, await file.read(), entry.size);
      this.report.files += 1;
      this.report.bytes += entry.size;
    }
  }

  async #try<T>(place: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.report.failures.push(`${place}: ${(error as Error).message}`);
      return undefined;
    }
  }

  #tellProgress(): void {
    const { report } = this;
    this.options.onProgress({ trees: this.#trees, report });
  }
}

interface FoundFile {
  entry: ArtifactEntry & { kind: 'file' };
  path: string;
  /** What has its name in the target. */
  there: ArtifactEntry | undefined;
}

const joined = (folder: string, name: string): string =>
  [folder, name].filter(Boolean).join('/');

const isCopied = async (
  { entry, path, there }: FoundFile,
  file: { modifiedAt?: Date },
  to: WritableTree
): Promise<boolean> => {
  if (there?.kind !== 'file' || there.size !== entry.size) {
    return false;
  }
  const { modifiedAt } = await to.open(path);
  return !file.modifiedAt || !modifiedAt || file.modifiedAt <= modifiedAt;
};
