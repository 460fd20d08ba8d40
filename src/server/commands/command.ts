import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ConfigError } from '../config-error.js';
import type { Terminal } from './terminal.js';

/** One of `trackbook`'s commands that do something and end. */
export interface Command {
  /** One line, for the list of commands. */
  summary: string;
  /** What `--help` prints. */
  help: string;
  /** Gives the exit code: 0, or 1 where it found something wrong. */
  run(args: readonly string[], surroundings: Surroundings): Promise<number>;
}

/** What a command may look at. */
export interface Surroundings {
  environment: NodeJS.ProcessEnv;
  folder: string;
  terminal: Terminal;
}

/** The user stopped the command; what was stored so far stays. */
export class Interrupted extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads flags strictly; throws a ConfigError that says which one is wrong. */
export const parseFlags = <const T extends Options>(
  args: readonly string[],
  options: T,
  names: readonly string[] = []
) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true
    });
    if (positionals.length > names.length) {
      throw new ConfigError(
        `Do not know what to do with '${positionals[names.length]}'.`
      );
    }
    const missing = names[positionals.length];
    const empty = names.find((_, i) => positionals[i] === '');
    const lacking = missing ?? empty;
    if (lacking !== undefined) {
      throw new ConfigError(`${lacking} is missing. See --help.`);
    }
    return { values, positionals };
  } catch (error) {
    throw error instanceof ConfigError
      ? error
      : new ConfigError(flagProblem(error as NodeJS.ErrnoException));
  }
};

/** Node explains at length how a name could begin with a dash, which none of ours does. */
const flagProblem = ({ code, message }: NodeJS.ErrnoException): string => {
  const [, flag] = /^Unknown option '([^']*)'/.exec(message) ?? [];
  return code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && flag !== undefined
    ? `There is no option ${flag}. See --help.`
    : `${message.replace(/\.?$/, '').replaceAll('\n', ' ')}. See --help.`;
};
