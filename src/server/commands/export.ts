import { join, resolve } from 'node:path';
import { LocalArtifactStore } from '../artifacts/local.js';
import { ConfigError } from '../config-error.js';
import { createContext } from '../context.js';
import { treeBelow } from '../moving/artifact-routes.js';
import { copyArtifacts, type WritableTree } from '../moving/copy-artifacts.js';
import { MlflowDatabaseTarget } from '../moving/mlflow-database/target.js';
import { moveRecords } from '../moving/move-records.js';
import {
  copyWhatIsServed,
  leaveInPlace,
  type ArtifactMove
} from '../moving/relocation.js';
import { Snapshot } from '../moving/trackbook/snapshot.js';
import { TrackbookSource } from '../moving/trackbook/source.js';
import { parseUri } from '../uri.js';
import { parseFlags, type Command, type Surroundings } from './command.js';
import { interruption } from './interruption.js';
import { artifactProgress, recordProgress, sayOutcome } from './move-report.js';
import { writingTo } from './output-folder.js';
import { existingStore, storeHelp, storeOptions } from './own-store.js';

const help = `Usage: trackbook export --to FOLDER [options]

Writes all that Trackbook holds as an MLflow database, FOLDER/mlflow.db, and the
artifacts that Trackbook's server keeps to FOLDER/artifacts. A real server opens it:

  mlflow server --backend-store-uri sqlite:///FOLDER/mlflow.db \\
    --artifacts-destination FOLDER/artifacts

The store may be in use meanwhile. An MLflow database in FOLDER is replaced once
the new one is complete.

Options
  --to FOLDER                  where to write; made if need be
  --no-artifacts               leave the artifacts out
${storeHelp}
  --json                       print the summary as JSON
`;

const options = {
  ...storeOptions,
  to: { type: 'string' },
  'no-artifacts': { type: 'boolean' },
  json: { type: 'boolean' }
} as const;

const run = async (
  args: readonly string[],
  surroundings: Surroundings
): Promise<number> => {
  const { values } = parseFlags(args, options);
  const { to, json, 'no-artifacts': noArtifacts, ...flags } = values;
  if (!to) {
    throw new ConfigError('--to FOLDER is missing. See --help.');
  }
  const folder = resolve(surroundings.folder, to);
  const config = existingStore(flags, surroundings);
  const stop = interruption();
  const context = await createContext(config);
  const source = new TrackbookSource(await Snapshot.open(config.store));
  try {
    return await writingTo(folder, async () => {
      const target = await MlflowDatabaseTarget.create(
        join(folder, 'mlflow.db')
      );
      try {
        const moved = await moveRecords(source, target, {
          artifacts: noArtifacts ? leaveInPlace : copyWhatIsServed,
          keepLocations: true,
          onProgress: await recordProgress(source, surroundings),
          checkpoint: stop.checkpoint
        });
        const { moves } = moved.relocation;
        const destination = join(folder, 'artifacts');
        const copied = await copyArtifacts(
          moves,
          {
            from: async move => treeBelow(context.artifacts, move.from),
            to: async move => treeIn(destination, move)
          },
          {
            onProgress: artifactProgress(moves.length, surroundings),
            checkpoint: stop.checkpoint
          }
        );
        await target.finish();
        return sayOutcome({ moved, copied }, { ...surroundings, json });
      } catch (error) {
        await target.discard();
        throw error;
      }
    });
  } finally {
    stop.end();
    await source.close();
    await context.executor.close();
  }
};

/** Where a server that keeps artifacts in `destination` looks for those of a URI. */
const treeIn = (destination: string, { to }: ArtifactMove): WritableTree =>
  new LocalArtifactStore(join(destination, parseUri(to).path));

export const exportCommand: Command = {
  summary: 'write an MLflow database and artifact folder',
  help,
  run
};
