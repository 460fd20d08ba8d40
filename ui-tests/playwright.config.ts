import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defineConfig } from '@playwright/test';

const HERE = import.meta.dirname;

// This file is read again by every worker: what is chosen once goes through the environment.
process.env.TRACKBOOK_UI_FOLDER ??= mkdtempSync(
  path.join(tmpdir(), 'trackbook-ui-')
);

const pictures = Boolean(process.env.TRACKBOOK_SCREENSHOTS);
const bench = Boolean(process.env.TRACKBOOK_BENCH);

export default defineConfig({
  testDir: HERE,
  // With these variables the pictures of the documentation are taken, or the page is measured, instead.
  testMatch: pictures
    ? 'pictures/*.spec.ts'
    : bench
      ? 'bench/*.spec.ts'
      : 'tests/*.spec.ts',
  outputDir: path.join(HERE, 'test-results'),
  globalTeardown: path.join(HERE, 'support', 'remove-folder.ts'),
  // Pages and kernels wait for each other; two fill the time of two cores. A film shows no hurry.
  workers: pictures ? 1 : 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    viewport: { width: 1280, height: 800 },
    // Recording would need an ffmpeg of Playwright's own.
    video: 'off',
    // Its pages can be looked at without a picture of each moment, which takes much time to make.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.TRACKBOOK_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
    }
  }
});
