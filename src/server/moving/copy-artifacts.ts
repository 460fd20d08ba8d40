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

/** Copies trees of artifacts; those that are there already are left alone. */
export const copyArtifacts = async (
  moves: readonly ArtifactMove[],
  routes: ArtifactRoutes,
  options: {
    onProgress(done: { trees: number; report: CopyReport }): void;
    checkpoint(): void;
  }
): Promise<CopyReport> => {
  const report: CopyReport = {
    files: 0,
    bytes: 0,
    present: 0,
    unreachable: [],
    failures: []
  };
  let trees = 0;
  const waiting = moves.values();
  const work = async () => {
    for (const move of waiting) {
      options.checkpoint();
      await copyTree(move, routes, report);
      trees += 1;
      options.onProgress({ trees, report });
    }
  };
  await Promise.all(Array.from({ length: TREES_AT_ONCE }, work));
  return report;
};

const copyTree = async (
  move: ArtifactMove,
  routes: ArtifactRoutes,
  report: CopyReport
): Promise<void> => {
  try {
    const from = await routes.from(move);
    if (from) {
      await copyFolder({ from, to: await routes.to(move), report }, '');
    } else {
      report.unreachable.push(move.from);
    }
  } catch (error) {
    report.failures.push(`${move.from}: ${(error as Error).message}`);
  }
};

const copyFolder = async (
  trees: { from: ArtifactTree; to: WritableTree; report: CopyReport },
  folder: string
): Promise<void> => {
  const { from, to, report } = trees;
  const entries = await from.list(folder);
  if (entries.length === 0) {
    return;
  }
  const present = new Map(
    (await to.list(folder)).map(entry => [entry.name, entry])
  );
  for (const entry of entries) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.kind === 'folder') {
      await copyFolder(trees, path);
      continue;
    }
    const file = await from.open(path);
    if (await isCopied(present.get(entry.name), { entry, path, file, to })) {
      report.present += 1;
    } else {
      await to.write(path, await file.read(), entry.size);
      report.files += 1;
      report.bytes += entry.size;
    }
  }
};

const isCopied = async (
  there: ArtifactEntry | undefined,
  {
    entry,
    path,
    file,
    to
  }: {
    entry: ArtifactEntry & { kind: 'file' };
    path: string;
    file: { modifiedAt?: Date };
    to: WritableTree;
  }
): Promise<boolean> => {
  if (there?.kind !== 'file' || there.size !== entry.size) {
    return false;
  }
  const { modifiedAt } = await to.open(path);
  return !file.modifiedAt || !modifiedAt || file.modifiedAt <= modifiedAt;
};
