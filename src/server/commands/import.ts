import { ConfigError } from '../config-error.js';
import { createContext } from '../context.js';
import { artifactRoutes } from '../moving/artifact-routes.js';
import { copyArtifacts } from '../moving/copy-artifacts.js';
import { moveRecords } from '../moving/move-records.js';
import { openSource } from '../moving/open-source.js';
import { copyToUsualPlace, leaveInPlace } from '../moving/relocation.js';
import { TrackbookTarget } from '../moving/trackbook/target.js';
import { WithoutNul } from '../moving/without-nul.js';
import type { StoreLocation } from '../store-location.js';
import { parseFlags, type Command, type Surroundings } from './command.js';
import { interruption } from './interruption.js';
import { artifactProgress, recordProgress, sayOutcome } from './move-report.js';
import { ownStore, storeOptions } from './own-store.js';
import { isSameFile } from './same-file.js';

const help = `Usage: trackbook import SOURCE [options]

Brings all that an MLflow store holds into Trackbook's: experiments, runs with
every point of their metrics, datasets, logged models, the registry and the
artifacts, deleted ones too. The source is never written to. Run it again to go
on after an interruption, or to bring what has been added since.

SOURCE is one of
  sqlite:///path/to/mlflow.db     a database of MLflow 2.0 to 3.17, or of Trackbook
  postgresql://user@host/db       the same
  path/to/mlruns                  a folder of MLflow's file store
  http://host:5000                a running server; MLFLOW_TRACKING_TOKEN, or
                                  MLFLOW_TRACKING_USERNAME and _PASSWORD, let you in

Options
  --into URI                   the store to bring it into, as --backend-store-uri of
                               'trackbook server'; without it the .trackbook/ of this folder
  --artifacts copy|keep        copy artifacts to Trackbook's own place (default), or leave
                               them where they are
  --source-artifacts DIR       where the source's server keeps what it serves itself: its
                               --artifacts-destination
  --artifacts-destination DIR  where Trackbook's server keeps artifacts
  --default-artifact-root URI  where Trackbook's server puts new experiments
  --json                       print the summary as JSON
`;

const options = {
  ...storeOptions,
  into: { type: 'string' },
  artifacts: { type: 'string', default: 'copy' },
  'source-artifacts': { type: 'string' },
  json: { type: 'boolean' }
} as const;

const run = async (
  args: readonly string[],
  surroundings: Surroundings
): Promise<number> => {
  const { values, positionals } = parseFlags(args, options, ['SOURCE']);
  const copying = isCopying(values.artifacts);
  const config = ownStore(
    {
      'backend-store-uri': values.into ?? values['backend-store-uri'],
      'artifacts-destination': values['artifacts-destination'],
      'default-artifact-root': values['default-artifact-root']
    },
    surroundings
  );
  const opened = await openSource(positionals[0], {
    ...surroundings,
    artifacts: values['source-artifacts']
  });
  const cleaned =
    config.store.kind === 'postgres'
      ? new WithoutNul(opened.source)
      : undefined;
  const source = cleaned ?? opened.source;
  const stop = interruption();
  try {
    requireOther(opened.file, config.store);
    const context = await createContext(config);
    const target = new TrackbookTarget(
      context.executor,
      config.artifacts.defaultRoot
    );
    try {
      const moved = await moveRecords(source, target, {
        artifacts: copying ? copyToUsualPlace(opened.reads) : leaveInPlace,
        keepLocations: !copying,
        onProgress: await recordProgress(source, surroundings),
        checkpoint: stop.checkpoint
      });
      const { moves } = moved.relocation;
      const copied = await copyArtifacts(
        moves,
        artifactRoutes(opened, context.artifacts),
        {
          onProgress: artifactProgress(moves.length, surroundings),
          checkpoint: stop.checkpoint
        }
      );
      return sayOutcome(
        { moved, copied, replaced: cleaned?.replaced() ?? [] },
        { ...surroundings, ...values }
      );
    } finally {
      await target.close();
    }
  } finally {
    stop.end();
    await source.close();
  }
};

const requireOther = (file: string | undefined, store: StoreLocation) => {
  if (
    file !== undefined &&
    store.kind === 'sqlite' &&
    isSameFile(file, store.path)
  ) {
    throw new ConfigError('The source is the store itself.');
  }
};

const isCopying = (choice: string): boolean => {
  if (choice !== 'copy' && choice !== 'keep') {
    throw new ConfigError(`--artifacts is copy or keep, not '${choice}'.`);
  }
  return choice === 'copy';
};

export const importCommand: Command = {
  summary: 'bring an MLflow database, mlruns folder or server into Trackbook',
  help,
  run
};
