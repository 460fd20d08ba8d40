import {
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  writeFileSync
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readRunRecord } from '../../reproduce/index.js';
import { projectArchive, projectFiles } from '../../reproduce/project.js';
import { ConfigError } from '../config-error.js';
import { parseFlags, type Command, type Surroundings } from './command.js';
import {
  trackingHelp,
  trackingOptions,
  withTrackingClient
} from './tracking-client.js';

const help = `Usage: trackbook export-project RUN_ID FOLDER [options]

Writes the cells that a run depends on, with the packages it had, as a project
that MLflow runs:

  trackbook export-project 3f0c… lasso
  mlflow run lasso

FOLDER is made; it must not hold anything yet. Where its name ends in .zip, it is an
archive of the folder.

Options
${trackingHelp}
`;

const run = async (
  args: readonly string[],
  surroundings: Surroundings
): Promise<number> => {
  const { values, positionals } = parseFlags(args, trackingOptions, [
    'RUN_ID',
    'FOLDER'
  ]);
  const [runId, name] = positionals;
  const target = resolve(surroundings.folder, name);
  const isArchive = target.endsWith('.zip');
  requireFree(target, name);
  const files = await withTrackingClient(
    values,
    surroundings,
    async (client): Promise<[string, string | Uint8Array][]> => {
      const record = await readRunRecord(client, runId);
      const folder = basename(target, '.zip');
      return isArchive
        ? [[target, projectArchive(record, folder, new Date())]]
        : projectFiles(record).map(([file, text]) => [
            join(target, file),
            text
          ]);
    }
  );
  for (const [file, content] of files) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  surroundings.terminal.say(
    isArchive
      ? `Unpack it, and run the folder: mlflow run ${basename(name, '.zip')}`
      : `Run it with: mlflow run ${name}`
  );
  return 0;
};

const requireFree = (target: string, name: string): void => {
  if (!existsSync(target)) {
    return;
  }
  if (!statSync(target).isDirectory()) {
    throw new ConfigError(`There is a file ${name} already.`);
  }
  if (target.endsWith('.zip')) {
    throw new ConfigError(`${name} is a folder: name a file.`);
  }
  if (readdirSync(target).length > 0) {
    throw new ConfigError(`${name} is not empty: name a folder that is.`);
  }
};

export const exportProjectCommand: Command = {
  summary: 'write what a run depends on as a project that MLflow runs',
  help,
  run
};
