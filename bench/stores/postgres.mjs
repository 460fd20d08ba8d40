import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { ROOT } from '../../scripts/lib/steps.mjs';

/**
 * A private PostgreSQL with its default settings, so that a commit is on disk
 * before it is answered. Each server has a database of its own there.
 */
export const postgres = {
  id: 'postgres',
  title: 'PostgreSQL',

  async open() {
    const cluster = new Cluster();
    await cluster.started();
    return cluster;
  }
};

/** scripts/postgres.mjs, which takes everything away when its standard input ends. */
class Cluster {
  #process = spawn(
    process.execPath,
    [path.join(ROOT, 'scripts', 'postgres.mjs')],
    { stdio: ['pipe', 'pipe', 'inherit'] }
  );
  #answers = createInterface({ input: this.#process.stdout })[
    Symbol.asyncIterator
  ]();
  #databases = 0;

  started() {
    return this.#answer();
  }

  async create() {
    this.#databases += 1;
    this.#process.stdin.write(`create bench_${this.#databases}\n`);
    return new Database(await this.#answer());
  }

  async close() {
    const closed = once(this.#process, 'close');
    this.#process.stdin.end();
    await closed;
  }

  async #answer() {
    const { value, done } = await this.#answers.next();
    if (done) {
      throw new Error('PostgreSQL for the benchmark did not start.');
    }
    return JSON.parse(value).url;
  }
}

class Database {
  constructor(uri) {
    this.uri = uri;
  }

  /** Bytes of tables and indexes. */
  async size() {
    await this.#run('CHECKPOINT');
    const [{ bytes }] = await this.#run(
      'SELECT pg_database_size(current_database()) AS bytes'
    );
    return Number(bytes);
  }

  /** What autovacuum would do within a minute, in the midst of a measurement. */
  async settle() {
    await this.#run('VACUUM (ANALYZE)');
    await this.#run('CHECKPOINT');
  }

  async #run(sql) {
    const client = new pg.Client({ connectionString: this.uri });
    await client.connect();
    try {
      const { rows } = await client.query(sql);
      return rows;
    } finally {
      await client.end();
    }
  }
}
