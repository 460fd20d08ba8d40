import { expect, test } from '../support/test.js';

test('record three cells as one run', async ({ page, panel, openNotebook }) => {
  await openNotebook('a = 1', 'b = a + 1', 'b * 2');
  const record = page.locator('.jp-TrackbookRecordButton');

  await record.getByRole('button').click();
  await expect(panel.capture).toHaveAttribute('data-state', 'recording');
  await page.notebook.run();
  await expect(record).toContainText('3 cells');
  await expect(panel.runs).toHaveAttribute('data-status', 'RUNNING');

  await record.getByRole('button').click();
  await expect(panel.capture).toHaveAttribute('data-state', 'ready');
  await expect(panel.runs).toHaveCount(1);
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
  await expect(panel.runs).toContainText('Recording');

  const orders = page.locator('.jp-Notebook .jp-TrackbookMark-order');
  await expect(orders).toHaveText(['1', '2', '3']);
  await page
    .locator('.jp-Notebook .jp-TrackbookMark')
    .nth(1)
    .getByRole('button', { name: 'Finished' })
    .click();
  await expect(page.locator('.jp-TrackbookRunView')).toBeVisible();
});
