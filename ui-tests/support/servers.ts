import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';
import { freePort } from './free-port.js';
import { TrackbookPanel } from './trackbook-panel.js';

export type Server = { url: string; stop(): Promise<void> };

type Options = { env?: Record<string, string>; args?: string[] };

type Fixtures = {
  panel: TrackbookPanel;
  /** Starts JupyterLab with settings that the shared one has not, in a folder of its own. */
  startJupyter(options: Options): Promise<Server>;
  /** Starts a tracking server as a team would, at a port that was chosen before. */
  startTrackingServer(port: string, options?: Options): Promise<Server>;
};

/** For tests with servers of their own, which end with the test. */
export const test = base.extend<Fixtures & { servers: Server[] }>({
  servers: async ({}, provide) => {
    const servers: Server[] = [];
    await provide(servers);
    await Promise.all(servers.map(server => server.stop()));
  },
  panel: async ({ page }, provide) => {
    await provide(new TrackbookPanel(page));
  },
  startJupyter: async ({ servers }, provide, { testId }) => {
    await provide(({ env, args = [] }) => {
      const port = freePort();
      const folder = folderNamed(testId);
      return start(servers, {
        command: 'jupyter',
        args: ['lab', '--config', JUPYTER_CONFIG, ...args],
        folder,
        env: {
          TRACKBOOK_UI_PORT: port,
          JUPYTERLAB_GALATA_ROOT_DIR: folder,
          ...env
        },
        url: `http://127.0.0.1:${port}`,
        readyPath: '/api/status'
      });
    });
  },
  startTrackingServer: async ({ servers }, provide, { testId }) => {
    await provide((port, { env, args = [] } = {}) =>
      start(servers, {
        command: 'trackbook',
        args: ['server', '--port', port, ...args],
        folder: folderNamed(`${testId}-tracking`),
        env,
        url: `http://127.0.0.1:${port}`,
        readyPath: '/health'
      })
    );
  }
});

export { expect };

const JUPYTER_CONFIG = path.join(
  import.meta.dirname,
  '..',
  'jupyter_server_test_config.py'
);

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

async function start(servers: Server[], options: Start): Promise<Server> {
  const { command, args, folder, env, url, readyPath } = options;
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: 'ignore'
  });
  const ended = once(child, 'exit');
  const server = {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    }
  };
  servers.push(server);
  await expect
    .poll(() => fetch(url + readyPath).then(({ ok }) => ok, String))
    .toBe(true);
  return server;
}
