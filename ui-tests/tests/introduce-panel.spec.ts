import { putNotebook } from '../support/notebook.js';
import { expect, test } from '../support/test.js';

test('the panel opens at the first tracked cell, and stays closed if closed', async ({
  page,
  panel,
  tmpPath
}) => {
  const name = 'first.ipynb';
  await putNotebook(page.contents, `${tmpPath}/${name}`, ['1', '2']);
  await page.notebook.openByPath(`${tmpPath}/${name}`);
  await page.notebook.activate(name);
  await expect(panel.root).toBeHidden();
  const track = page
    .locator('.jp-cell-toolbar')
    .getByRole('button', { name: 'Track' });

  await page.notebook.selectCells(0);
  await track.click();
  await expect(panel.root).toBeVisible();
  await expect(panel.runs).toHaveCount(1);

  await page.getByRole('tab', { name: 'Trackbook' }).click();
  await expect(panel.root).toBeHidden();
  await page.notebook.selectCells(1);
  await track.click();
  await expect(page.locator('.jp-TrackbookMark')).toHaveCount(2);
  await expect(panel.root).toBeHidden();
});
