import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { freePort } from '../../scripts/lib/free-port.mjs';

export type Server = { url: string; folder: string; stop(): Promise<void> };

export type Options = { env?: Record<string, string>; args?: string[] };

const HERE = path.join(import.meta.dirname, '..');
const START_TIMEOUT = 120_000;

/** JupyterLab in a folder of that name, configured as `jupyter_server_*_config.py` says. */
export async function startJupyter(
  name: string,
  { env, args = [] }: Options = {},
  config: { name: string; baseUrl: string } = { name: 'test', baseUrl: '' }
): Promise<Server> {
  const port = await freePort();
  const folder = folderNamed(name);
  const file = path.join(HERE, `jupyter_server_${config.name}_config.py`);
  return start({
    command: 'jupyter',
    args: ['lab', '--config', file, ...args],
    folder,
    env: {
      TRACKBOOK_UI_PORT: String(port),
      JUPYTERLAB_GALATA_ROOT_DIR: folder,
      JUPYTER_PATH: HERE,
      ...env
    },
    url: `http://127.0.0.1:${port}${config.baseUrl}`,
    readyPath: '/api'
  });
}

/** A tracking server in a folder of that name, as a team would start it. */
export function startTrackingServer(
  name: string,
  port: number,
  { env, args = [] }: Options = {}
): Promise<Server> {
  return start({
    command: 'trackbook',
    args: ['server', '--port', String(port), ...args],
    folder: folderNamed(name),
    env,
    url: `http://127.0.0.1:${port}`,
    readyPath: '/health'
  });
}

function folderNamed(name: string): string {
  const folder = path.join(process.env.TRACKBOOK_UI_FOLDER!, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

type Start = {
  command: string;
  args: string[];
  folder: string;
  env?: Record<string, string>;
  url: string;
  /** Answers as soon as the server is ready. */
  readyPath: string;
};

async function start(options: Start): Promise<Server> {
  const { command, args, folder, env, url, readyPath } = options;
  const log = openSync(path.join(folder, 'server.log'), 'a');
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log]
  });
  const ended = once(child, 'exit');
  const server = {
    url,
    folder,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    }
  };
  try {
    const ready = () => fetch(url + readyPath).then(({ ok }) => ok, String);
    await expect.poll(ready, { timeout: START_TIMEOUT }).toBe(true);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}
