import pg from 'pg';
import { parse, toClientConfig } from 'pg-connection-string';
import { foreignDatabase } from '../foreign-database.js';
import { migrations } from '../migrations/index.js';
import { codeOf, isLost } from './storage-error.js';
import { postgresWords } from './table-words.js';

const MIN_VERSION = 15;
/** Any number will do that other programs do not lock: "TrkB". */
const MIGRATION_LOCK = 0x54726b42;

/** How long a statement may take, and wait for another's lock, before its client gets a 503. */
const LIMITS = `
  SET statement_timeout = '120s';
  SET lock_timeout = '30s';
  SET idle_in_transaction_session_timeout = '60s';
`;
/** Compiling a query costs more than any of ours takes. */
const NO_JIT = 'SET jit = off;';

/** Settings of every connection to the database at a URL. */
export const clientConfig = (url: string): pg.ClientConfig => ({
  ...toClientConfig(parse(url, { useLibpqCompat: true })),
  fallback_application_name: 'trackbook',
  keepAlive: true,
  connectionTimeoutMillis: 10_000,
  // Longer than the limit that the database sets itself: for when it is silent.
  query_timeout: 130_000
});

export const openPool = (url: string, max: number): pg.Pool => {
  const pool = new pg.Pool({
    ...clientConfig(url),
    max,
    idleTimeoutMillis: 60_000,
    onConnect: async client => {
      await client.query(LIMITS + NO_JIT);
    }
  });
  // An idle connection that breaks leaves the pool by itself.
  pool.on('error', () => {});
  return pool;
};

/** Creates or upgrades the database; several servers may start at once. */
export const migrate = async (url: string): Promise<void> => {
  const client = new pg.Client({ ...clientConfig(url), query_timeout: 0 });
  client.on('error', () => {});
  try {
    await client.connect();
    await requireFitDatabase(client);
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await applyMissing(client);
    await client.query('COMMIT');
  } catch (error) {
    throw new Error(`Cannot open the database: ${reasonOf(error, url)}`, {
      cause: error
    });
  } finally {
    await client.end();
  }
};

class Unfit extends Error {}

const requireFitDatabase = async (client: pg.Client) => {
  const { rows } = await client.query(
    `SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding`
  );
  const { version, encoding } = rows[0];
  if (parseInt(version) < MIN_VERSION) {
    throw new Unfit(
      `it runs on PostgreSQL ${version}. Trackbook needs PostgreSQL ${MIN_VERSION} or newer.`
    );
  }
  if (encoding !== 'UTF8') {
    throw new Unfit(
      `its encoding is ${encoding}. Create one with ENCODING 'UTF8'.`
    );
  }
};

const applyMissing = async (client: pg.Client) => {
  const applied = await appliedMigrations(client);
  if (applied > migrations.length) {
    throw new Unfit(
      'it was written by a newer version of Trackbook. Upgrade Trackbook to open it.'
    );
  }
  for (const [i, { name, sql }] of migrations.entries()) {
    if (i >= applied) {
      await client.query(sql(postgresWords));
      await client.query(
        'INSERT INTO trackbook_migrations (number, name) VALUES ($1, $2)',
        [i + 1, name]
      );
    }
  }
};

const appliedMigrations = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query(
    `SELECT to_regclass('trackbook_migrations') AS ours, to_regclass('experiments') AS other,
       to_regclass('alembic_version') AS mlflows`
  );
  const { ours, other, mlflows } = rows[0];
  if (ours === null) {
    if (other !== null) {
      throw new Unfit(foreignDatabase(mlflows !== null, 'an empty database'));
    }
    await client.query(`
      CREATE TABLE trackbook_migrations (
        number integer PRIMARY KEY,
        name text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`);
    return 0;
  }
  const count = await client.query(
    'SELECT coalesce(max(number), 0) AS applied FROM trackbook_migrations'
  );
  return count.rows[0].applied;
};

/** What to do about a database that cannot be opened; never its password. */
const reasonOf = (error: unknown, url: string): string => {
  const { host, port, user, database } = new pg.Client(clientConfig(url));
  switch (codeOf(error)) {
    case '28P01':
    case '28000':
      return `it refuses the user '${user}'. Check user and password in --backend-store-uri, and the server's pg_hba.conf.`;
    case '3D000':
      return `there is no database '${database}' at ${host}:${port}. Create it: createdb --owner=${user} ${database}`;
    case '3F000':
      return 'the schema of its search_path does not exist. Create it, or leave the option away.';
    case '42501':
      return `the user '${user}' may not create tables in it. Make the user its owner: ALTER DATABASE "${database}" OWNER TO "${user}"`;
    case '53300':
      return 'it has no free connection. Raise max_connections, or stop other programs.';
  }
  if (error instanceof Unfit) {
    return error.message;
  }
  return isLost(error)
    ? `nothing answers at ${host}:${port} (${(error as Error).message}). Is PostgreSQL running there? Check --backend-store-uri.`
    : (error as Error).message;
};
