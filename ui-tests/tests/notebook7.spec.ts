import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { cells, notebookJson } from '../support/notebook.js';
import { expect, test } from '../support/test.js';
import { TrackbookPanel } from '../support/trackbook-panel.js';

test('track a cell in Notebook 7 and open its run as a page', async ({
  context,
  jupyter
}) => {
  writeFileSync(
    path.join(jupyter.folder, 'seven.ipynb'),
    notebookJson(cells('alpha = 0.1'))
  );
  const page = await context.newPage();
  await page.goto('/notebooks/seven.ipynb');
  await page.locator('.jp-Notebook .jp-Cell').first().click();

  await page.getByRole('menuitem', { name: 'Trackbook' }).click();
  await page.getByRole('menuitem', { name: 'Show Trackbook Panel' }).click();
  const panel = new TrackbookPanel(page);
  await expect(panel.root).toBeVisible();
  await panel.waitForKernel();

  await page.getByRole('button', { name: 'Track', exact: true }).click();
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');

  const opened = page.waitForEvent('popup');
  await panel.runs.locator('.jp-TrackbookRunRow-open').click();
  const runPage = await opened;
  await expect(runPage.locator('.jp-TrackbookRunView')).toContainText(
    'Finished'
  );
});
