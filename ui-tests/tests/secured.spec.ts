import { expect, test } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { cells, notebookJson } from '../support/notebook.js';
import { TrackbookPanel } from '../support/trackbook-panel.js';

const TOKEN = 'a-token-for-tests';

test.use({
  baseURL: `http://127.0.0.1:${process.env.TRACKBOOK_UI_SECURED_PORT}/user/ann/`
});

test('works below a base URL with token and XSRF check', async ({ page }) => {
  const root = path.join(process.env.TRACKBOOK_UI_FOLDER!, 'secured');
  writeFileSync(
    path.join(root, 'safe.ipynb'),
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
