import { ConfigError } from '../config-error.js';
import { migrate } from '../store/postgres/open.js';
import {
  copyBefore,
  NEWER,
  openForReading,
  openForWriting,
  schemaVersion
} from '../store/sqlite/open.js';
import { parseFlags, type Command, type Surroundings } from './command.js';
import { existingStore, storeHelp, storeOptions } from './own-store.js';

const help = `Usage: trackbook db upgrade [options]

Brings the database to the schema of this version of Trackbook. A SQLite file is
copied beside itself first, as FILE.version-N. The server does the same when it
starts; a database of a newer version is refused by both.

Options
${storeHelp}
  --yes                        upgrade PostgreSQL, of which no copy is made, without asking
`;

const run = async (
  args: readonly string[],
  surroundings: Surroundings
): Promise<number> => {
  const { values, positionals } = parseFlags(
    args,
    { ...storeOptions, yes: { type: 'boolean' } },
    ['upgrade']
  );
  if (positionals[0] !== 'upgrade') {
    throw new ConfigError(`'${positionals[0]}' is none of: upgrade.`);
  }
  const { yes, ...flags } = values;
  const { store } = existingStore(flags, surroundings);
  return store.kind === 'sqlite'
    ? upgradeFile(store.path, surroundings)
    : upgradePostgres(store.url, { yes, ...surroundings });
};

const upgradeFile = (path: string, { terminal }: Surroundings): number => {
  const { applied, known } = versionOf(path);
  if (applied === known) {
    terminal.say(`${path} is up to date (version ${known}).`);
    return 0;
  }
  if (applied > known) {
    throw new Error(`Cannot upgrade ${path}: ${NEWER}`);
  }
  openForWriting(path).close();
  terminal.say(
    `${path} was upgraded from version ${applied} to ${known}. It is kept as it was in ${copyBefore(path, applied)}.`
  );
  return 0;
};

const versionOf = (path: string) => {
  const connection = openForReading(path);
  try {
    return schemaVersion(connection);
  } finally {
    connection.close();
  }
};

const upgradePostgres = async (
  url: string,
  { terminal, yes }: Surroundings & { yes?: boolean }
): Promise<number> => {
  if (
    !yes &&
    !(await terminal.confirm(
      'Is there a copy, made with pg_dump? Upgrade now?'
    ))
  ) {
    terminal.warn(
      'Nothing was done. Make a copy with pg_dump, and give --yes.'
    );
    return 1;
  }
  await migrate(url);
  terminal.say('The database is up to date.');
  return 0;
};

export const dbCommand: Command = {
  summary: 'upgrade the database, after a copy was made',
  help,
  run
};
