import { expect, test as base } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { cells, notebookJson } from '../support/notebook.js';
import { type Server, startJupyter } from '../support/start-server.js';
import { TrackbookPanel } from '../support/trackbook-panel.js';

const TOKEN = 'a-token-for-tests';

const test = base.extend<object, { jupyter: Server }>({
  jupyter: [
    async ({}, provide) => {
      const config = { name: 'secured', baseUrl: '/user/ann' };
      const jupyter = await startJupyter('secured', {}, config);
      await provide(jupyter);
      await jupyter.stop();
    },
    { scope: 'worker', timeout: 180_000 }
  ],
  baseURL: async ({ jupyter }, provide) => {
    await provide(`${jupyter.url}/`);
  }
});

test('works below a base URL with token and XSRF check', async ({
  page,
  jupyter
}) => {
  writeFileSync(
    path.join(jupyter.folder, 'safe.ipynb'),
    notebookJson(cells('rmse = 6.3'))
  );
  await page.goto(`lab/tree/safe.ipynb?token=${TOKEN}`);
  const panel = new TrackbookPanel(page);
  await panel.open();
  await panel.waitForKernel();
  await panel.createExperiment('with a token');

  await page.locator('.jp-Notebook .jp-Cell').first().click();
  await panel.trackCell();
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
  await panel.quickLog('Metric', 'rmse', '6.3');
  await expect(panel.runs).toContainText('6.300');
});

test('answers nobody without the token', async ({ request }) => {
  for (const path of [
    'trackbook-status',
    'trackbook/ajax-api/2.0/mlflow/experiments/search?max_results=1',
    'trackbook/get-artifact?path=model&run_uuid=1'
  ]) {
    expect((await request.get(path)).status(), path).toBe(403);
  }
});

test('refuses to change anything without the XSRF token', async ({
  context
}) => {
  await context.request.get(`lab?token=${TOKEN}`);
  const reply = await context.request.post(
    'trackbook/api/2.0/mlflow/experiments/create',
    { data: { name: 'forged' } }
  );
  expect(reply.status()).toBe(403);
});
