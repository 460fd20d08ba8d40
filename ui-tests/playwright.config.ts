import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { freePort } from './support/free-port.js';

const HERE = import.meta.dirname;

// This file is read again by every worker: what is chosen once goes through the environment.
process.env.TRACKBOOK_UI_PORT ??= freePort();
process.env.TRACKBOOK_UI_SECURED_PORT ??= freePort();
process.env.TRACKBOOK_UI_FOLDER ??= mkdtempSync(
  path.join(tmpdir(), 'trackbook-ui-')
);

const openUrl = `http://127.0.0.1:${process.env.TRACKBOOK_UI_PORT}`;
const securedUrl = `http://127.0.0.1:${process.env.TRACKBOOK_UI_SECURED_PORT}/user/ann/`;
const dataFolder = process.env.TRACKBOOK_DATA;

function jupyter(config: string, readyUrl: string, port: string) {
  const folder = path.join(process.env.TRACKBOOK_UI_FOLDER!, config);
  mkdirSync(folder, { recursive: true });
  return {
    command: `jupyter lab --config ${path.join(HERE, `jupyter_server_${config}_config.py`)} > server.log 2>&1`,
    cwd: folder,
    url: readyUrl,
    timeout: 60_000,
    stdout: 'ignore' as const,
    stderr: 'ignore' as const,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 } as const,
    env: {
      TRACKBOOK_UI_PORT: port,
      JUPYTERLAB_GALATA_ROOT_DIR: folder,
      JUPYTER_PATH: HERE,
      // Few rows and trials: what the example shows stays, its minutes go.
      TRACKBOOK_EXAMPLE_ROWS: '3000',
      TRACKBOOK_EXAMPLE_TRIALS: '2',
      ...(dataFolder && { TRACKBOOK_DATA: path.resolve(dataFolder) })
    }
  };
}

export default defineConfig({
  testDir: HERE,
  // With this variable the pictures of the documentation are taken instead.
  testMatch: process.env.TRACKBOOK_SCREENSHOTS
    ? ['pictures/*.spec.ts', 'tests/offline-mode.spec.ts']
    : 'tests/*.spec.ts',
  outputDir: path.join(HERE, 'test-results'),
  globalTeardown: path.join(HERE, 'support', 'remove-folder.ts'),
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: openUrl,
    viewport: { width: 1280, height: 800 },
    // Recording would need an ffmpeg of Playwright's own.
    video: 'off',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.TRACKBOOK_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
    }
  },
  webServer: [
    jupyter('test', `${openUrl}/lab`, process.env.TRACKBOOK_UI_PORT),
    jupyter(
      'secured',
      `${securedUrl}login`,
      process.env.TRACKBOOK_UI_SECURED_PORT
    )
  ]
});
