import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LocalArtifactStore } from '../artifacts/local.js';
import { pathWithin } from '../artifacts/artifact-place.js';
import { ConfigError } from '../config-error.js';
import {
  copyArtifacts,
  type ArtifactTree,
  type CopyReport
} from '../moving/copy-artifacts.js';
import { integrityProblems } from '../store/sqlite/integrity.js';
import { copyTo, openForReading } from '../store/sqlite/open.js';
import { parseFlags, type Command, type Surroundings } from './command.js';
import { interruption } from './interruption.js';
import { artifactProgress } from './move-report.js';
import { writingTo } from './output-folder.js';
import { existingStore, storeHelp, storeOptions } from './own-store.js';
import { isSameFile } from './same-file.js';
import { counted, sized } from './words.js';

const help = `Usage: trackbook backup TARGET [options]

Copies one state of the database, and all artifacts, to the folder TARGET while
the server goes on. TARGET has the layout of .trackbook/: to restore, stop the
server and copy TARGET back. Into the same TARGET again, only new artifacts are
copied, and the database replaces the old copy once it is complete.

Options
  --no-artifacts               only the database
${storeHelp}
`;

const run = async (
  args: readonly string[],
  surroundings: Surroundings
): Promise<number> => {
  const { values, positionals } = parseFlags(
    args,
    { ...storeOptions, 'no-artifacts': { type: 'boolean' } },
    ['TARGET']
  );
  const { 'no-artifacts': noArtifacts, ...flags } = values;
  const { terminal, folder } = surroundings;
  const { store, artifacts } = existingStore(flags, surroundings);
  if (store.kind !== 'sqlite') {
    throw new ConfigError(
      'A store on PostgreSQL is backed up with pg_dump, and its artifacts with the means of their storage.'
    );
  }
  const target = resolve(folder, positionals[0]);
  requireOutside(target, artifacts.destination);
  const copy = join(target, 'trackbook.db');
  requireUnused(copy, store.path);
  const stop = interruption();
  try {
    // The database first: every artifact that it names was there before.
    await writingTo(target, async () => copyDatabase(store.path, copy));
    const problems = integrityProblems(copy);
    if (problems.length > 0) {
      problems.forEach(line => terminal.warn(`The copy is damaged: ${line}`));
      return 1;
    }
    terminal.say(`The database is in ${copy}.`);
    if (noArtifacts) {
      return 0;
    }
    if (artifacts.destination.kind !== 'local') {
      terminal.say(
        'Artifacts are on S3 and were not copied: keep them with the versions or the replication of the bucket.'
      );
      return 0;
    }
    const copied = await copyFolders(
      artifacts.destination.folder,
      join(target, 'artifacts'),
      { surroundings, checkpoint: stop.checkpoint }
    );
    copied.failures.forEach(line => terminal.warn(`Not copied: ${line}`));
    terminal.say(
      `${counted(copied.files, 'artifact files')} (${sized(copied.bytes)}) copied, ${copied.present.toLocaleString('en-US')} were there already.`
    );
    return copied.failures.length > 0 ? 1 : 0;
  } finally {
    stop.end();
  }
};

const requireOutside = (
  target: string,
  destination: Parameters<typeof pathWithin>[0]
) => {
  if (
    pathWithin(destination, { kind: 'local', folder: target }) !== undefined
  ) {
    throw new ConfigError(
      `${target} is inside the folder of the artifacts, which would be copied into itself.`
    );
  }
};

/** What a server has open must not be replaced. */
const requireUnused = (copy: string, store: string) => {
  if (isSameFile(copy, store)) {
    throw new ConfigError(
      `${copy} is the store itself. Name another folder to copy it to.`
    );
  }
  if (existsSync(`${copy}-wal`)) {
    throw new ConfigError(
      `${copy} is in use by a server, or was when that was killed. Name another folder to copy to.`
    );
  }
};

const copyDatabase = (path: string, target: string) => {
  const connection = openForReading(path);
  try {
    copyTo(connection, target);
  } finally {
    connection.close();
  }
};

/** Each folder of the root is a tree of its own, so that several are copied at once; what else is there is one, too. */
const copyFolders = async (
  from: string,
  to: string,
  {
    surroundings,
    checkpoint
  }: { surroundings: Surroundings; checkpoint: () => Promise<void> }
): Promise<CopyReport> => {
  const root = new LocalArtifactStore(from);
  const entries = await root.list('');
  const folders = entries.filter(({ kind }) => kind === 'folder');
  const filesOfRoot: ArtifactTree = {
    list: async () => entries.filter(({ kind }) => kind === 'file'),
    open: path => root.open(path)
  };
  const moves = [{ name: '' }, ...folders].map(({ name }) => ({
    from: join(from, name),
    to: join(to, name),
    owner: { kind: 'run' as const, id: name }
  }));
  return copyArtifacts(
    moves,
    {
      from: async move =>
        move.owner.id === '' ? filesOfRoot : new LocalArtifactStore(move.from),
      to: async move => new LocalArtifactStore(move.to)
    },
    { onProgress: artifactProgress(moves.length, surroundings), checkpoint }
  );
};

export const backupCommand: Command = {
  summary: 'copy the database and the artifacts while the server runs',
  help,
  run
};
