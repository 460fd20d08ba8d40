import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readRunRecord } from '../../reproduce/index.js';
import { projectFiles } from '../../reproduce/project.js';
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

FOLDER is made; it must not hold anything yet.

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
  const folder = resolve(surroundings.folder, name);
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new ConfigError(`${name} is not empty: name a folder that is.`);
  }
  const files = await withTrackingClient(values, surroundings, async client =>
    projectFiles(await readRunRecord(client, runId))
  );
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of files) {
    writeFileSync(join(folder, file), text);
  }
  surroundings.terminal.say(`Run it with: mlflow run ${name}`);
  return 0;
};

export const exportProjectCommand: Command = {
  summary: 'write what a run depends on as a project that MLflow runs',
  help,
  run
};
