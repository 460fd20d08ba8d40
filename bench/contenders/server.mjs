import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { withConnection } from '../load.mjs';
import { treeMemory } from '../memory.mjs';

/**
 * A tracking server under test and its life.
 *
 * What is special about it comes from its contender, `{ name, command, fill,
 * lacks }`: the command line, how its database is filled with the sample runs,
 * and what its API does not have. The database comes from a store.
 */
export class Server {
  #contender;
  #process = null;

  constructor({ contender, folder, database }) {
    this.#contender = contender;
    this.name = contender.name;
    this.folder = folder;
    this.database = database;
  }

  /** Whether its API has what a workload needs, if that is anything beyond tracking. */
  can(feature) {
    return !feature || !this.#contender.lacks?.includes(feature);
  }

  /** Add the sample runs from one number up to another. */
  async fill(from, to) {
    await this.#contender.fill(this, from, to);
    await this.database.settle();
  }

  /** Start it; answers the seconds until it is healthy. */
  async start() {
    this.port = await freePort();
    const [program, ...args] = this.#contender.command(this);
    const log = openSync(path.join(this.folder, 'server.log'), 'a');
    const started = performance.now();
    this.#process = spawn(program, args, {
      cwd: this.folder,
      env: cleanEnvironment(),
      // A process group of its own, so that mlflow's workers can be stopped with it.
      detached: true,
      stdio: ['ignore', log, log]
    });
    await this.#healthy();
    return (performance.now() - started) / 1000;
  }

  async stop() {
    if (!this.#process) {
      return;
    }
    const ended = once(this.#process, 'close');
    process.kill(-this.#process.pid, 'SIGTERM');
    await Promise.race([ended, sleep(15_000)]);
    this.kill();
  }

  /** End the server and whatever of its workers is left, at once. */
  kill() {
    try {
      process.kill(-this.#process.pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') {
        throw error;
      }
    }
    this.#process = null;
  }

  get running() {
    return this.#process !== null;
  }

  /** Megabytes held by the server and its workers. */
  memory() {
    return treeMemory(this.#process.pid);
  }

  async #healthy() {
    const end = Date.now() + 120_000;
    while (this.#process.exitCode === null && Date.now() < end) {
      const reply = await withConnection(this.port, connection =>
        connection.send('GET', '/health')
      ).catch(() => null); // not listening yet
      if (reply) {
        return;
      }
      await sleep(5);
    }
    const log = readFileSync(path.join(this.folder, 'server.log'), 'utf8');
    throw new Error(`${this.name} did not start:\n${log}`);
  }
}

/** The caller's environment without what would point a server elsewhere. */
function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(MLFLOW|TRACKBOOK|FML)_/.test(name)
  );
  return { ...Object.fromEntries(kept), MLFLOW_DISABLE_TELEMETRY: 'true' };
}
