/**
 * A private PostgreSQL for tests and benchmarks: `node scripts/postgres.mjs [name=value ...]`.
 *
 * Starts one on a free port of loopback in a temporary folder and prints a line of JSON,
 * {"url"}. Names and values are PostgreSQL's settings, such as fsync=off. Lines on standard input
 * are orders, each answered by such a line: `create NAME` makes a database, whose URL is the answer,
 * `kill` ends PostgreSQL as a power cut does, and `start` starts it again. When standard input
 * ends, as it does when whoever started this dies, everything is taken away.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './lib/free-port.mjs';
import { asOwner, postgresBin } from './lib/postgres-bin.mjs';

const START_TIMEOUT_MS = 30_000;
const USER = 'trackbook';

const bin = postgresBin();
if (!bin) {
  process.stderr.write(
    'PostgreSQL is missing. On Debian and Ubuntu: apt-get install postgresql; elsewhere set TRACKBOOK_POSTGRES_BIN to the folder of initdb.\n'
  );
  process.exit(2);
}

const program = name => path.join(bin, name);
const folder = mkdtempSync(path.join(tmpdir(), 'trackbook-postgres-'));
const data = path.join(folder, 'data');
const owner = asOwner();
let server;
let log = '';

function initialise() {
  if (owner.ids) {
    chownSync(folder, owner.ids.uid, owner.ids.gid);
  }
  const options = ['-U', USER, '--auth=trust', '-E', 'UTF8', '--locale=C'];
  execFileSync(
    ...owner.command(program('initdb'), ['-D', data, '--no-sync', ...options]),
    { stdio: ['ignore', 'ignore', 'inherit'], cwd: folder }
  );
}

async function start(settings) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  // After a power cut what is left of the last one may be in the way for a moment.
  while (!(await startOnce(settings, deadline))) {
    if (Date.now() > deadline) {
      throw new Error(`PostgreSQL did not start:\n${log}`);
    }
    await sleep(200);
  }
}

async function startOnce(settings, deadline) {
  const options = Object.entries(settings).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`
  ]);
  server = spawn(
    ...owner.command(program('postgres'), ['-D', data, ...options]),
    { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder }
  );
  server.stderr.on('data', chunk => (log = (log + chunk).slice(-10_000)));
  while (!isReady(settings.port)) {
    if (server.exitCode !== null || Date.now() > deadline) {
      return false;
    }
    await sleep(50);
  }
  return true;
}

const address = port => ['-h', '127.0.0.1', '-p', String(port)];

function createDatabase(port, name) {
  execFileSync(program('createdb'), [...address(port), '-U', USER, name]);
}

function isReady(port) {
  try {
    execFileSync(program('pg_isready'), ['-q', ...address(port)]);
    return true;
  } catch {
    return false;
  }
}

async function stop(signal) {
  if (server && server.exitCode === null && server.signalCode === null) {
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }
}

async function serve() {
  initialise();
  const settings = {
    listen_addresses: '127.0.0.1',
    port: await freePort(),
    unix_socket_directories: folder,
    ...Object.fromEntries(process.argv.slice(2).map(arg => arg.split('=')))
  };
  const answer = (database = 'postgres') => {
    const url = `postgresql://${USER}@127.0.0.1:${settings.port}/${database}`;
    process.stdout.write(`${JSON.stringify({ url })}\n`);
  };
  await start(settings);
  answer();
  for await (const line of createInterface({ input: process.stdin })) {
    const [order, name] = line.split(' ');
    if (order === 'create') {
      createDatabase(settings.port, name);
    } else if (order === 'kill') {
      // Its helpers notice, and nothing is written any more.
      await stop('SIGKILL');
    } else if (order === 'start') {
      await start(settings);
    }
    answer(name);
  }
}

// A terminal sends Ctrl-C to the whole group: whoever started this ends its standard input.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => process.stdin.destroy());
try {
  await serve();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  // At once: nobody will want this data again.
  await stop('SIGQUIT');
  rmSync(folder, { recursive: true, force: true });
}
