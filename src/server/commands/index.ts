import { ConfigError } from '../config-error.js';
import { VERSION } from '../version.js';
import { Interrupted, type Command } from './command.js';
import { analyzeCommand } from './analyze.js';
import { backupCommand } from './backup.js';
import { checkCommand } from './check.js';
import { dbCommand } from './db.js';
import { diffCommand } from './diff.js';
import { exportCommand } from './export.js';
import { exportProjectCommand } from './export-project.js';
import { gcCommand } from './gc.js';
import { importCommand } from './import.js';
import { sliceCommand } from './slice.js';
import { Terminal } from './terminal.js';

const commands: Record<string, Command> = {
  import: importCommand,
  export: exportCommand,
  backup: backupCommand,
  check: checkCommand,
  gc: gcCommand,
  db: dbCommand,
  analyze: analyzeCommand,
  slice: sliceCommand,
  diff: diffCommand,
  'export-project': exportProjectCommand
};

const overview = `Usage: trackbook COMMAND [options]

  server         run the tracking server
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(14)} ${summary}`)
  .join('\n')}
  run            execute a notebook as a run, with parameters
  reproduce      run again what a run depends on, and compare the metrics
  doctor         look for the usual troubles, and say what to do

'trackbook COMMAND --help' tells more about each, 'trackbook --version' which this is.
`;

/** Runs the command that the arguments name; gives its exit code. */
export const runCommand = async (
  [name, ...args]: readonly string[],
  environment: NodeJS.ProcessEnv
): Promise<number> => {
  const command = Object.hasOwn(commands, name ?? '')
    ? commands[name]
    : undefined;
  if (!command) {
    if (name === '--version') {
      process.stdout.write(`trackbook ${VERSION}\n`);
      return 0;
    }
    if (name === undefined || ['--help', '-h', 'help'].includes(name)) {
      process.stdout.write(overview);
      return name === undefined ? 2 : 0;
    }
    throw new ConfigError(`There is no command '${name}'.\n\n${overview}`);
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(command.help);
    return 0;
  }
  const terminal = new Terminal();
  // A second Ctrl-C ends the process wherever it is.
  process.once('exit', () => terminal.clear());
  try {
    return await command.run(args, {
      environment,
      folder: process.cwd(),
      terminal
    });
  } catch (error) {
    if (!(error instanceof Interrupted)) {
      throw error;
    }
    terminal.warn('Interrupted. Run the same command again to go on.');
    return 130;
  } finally {
    // What is said of an error stands on a line of its own.
    terminal.clear();
  }
};
