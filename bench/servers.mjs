import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { withConnection } from './load.mjs';
import { treeMemory } from './memory.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const VENV = path.join(ROOT, '.venv', 'bin');

/** A tracking server under test: a command, the database it writes, and its life. */
export class Server {
  #command;
  #process = null;

  constructor({ name, folder, command }) {
    this.name = name;
    this.folder = folder;
    this.database = path.join(folder, 'tracking.db');
    this.#command = command;
  }

  /** Start it; answers the seconds until it is healthy. */
  async start() {
    this.port = await freePort();
    const [program, ...args] = this.#command(this);
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

  /** Bytes of the database once everything written has reached its main file. */
  databaseSize() {
    const database = new DatabaseSync(this.database);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    return statSync(this.database).size;
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

export const trackbook = folder =>
  new Server({
    name: 'Trackbook',
    folder,
    command: server => [
      process.execPath,
      trackbookBundle(),
      'server',
      ...storageFlags(server)
    ]
  });

export const mlflow = folder =>
  new Server({
    name: 'mlflow server',
    folder,
    command: server => [
      path.join(VENV, 'mlflow'),
      'server',
      ...storageFlags(server),
      '--workers',
      '4'
    ]
  });

/** The Python of the environment that holds mlflow. */
export const python = path.join(VENV, 'python');

const storageFlags = server => [
  ...['--backend-store-uri', `sqlite:///${server.database}`],
  ...['--artifacts-destination', path.join(server.folder, 'artifacts')],
  ...['--default-artifact-root', 'mlflow-artifacts:/'],
  ...['--host', '127.0.0.1', '--port', String(server.port)]
];

function trackbookBundle() {
  const bundle = path.join(ROOT, 'trackbook', 'server', 'dist', 'server.mjs');
  if (!existsSync(bundle)) {
    throw new Error(`${bundle} is missing: npm run build:server`);
  }
  return bundle;
}

/** The caller's environment without what would point a server elsewhere. */
function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(MLFLOW|TRACKBOOK)_/.test(name)
  );
  return { ...Object.fromEntries(kept), MLFLOW_DISABLE_TELEMETRY: 'true' };
}

async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
