import { expect, test } from '../support/test.js';

test('discard the run of a cell just tracked', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('rmse = 6.31', '1 + 1');
  const toolbarButton = page
    .locator('.jp-cell-toolbar')
    .getByRole('button', { name: 'Discard' });
  await page.notebook.selectCells(0);
  await panel.trackCell();
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
  await expect(page.locator('.jp-TrackbookMark')).toBeVisible();
  await expect(toolbarButton).toBeVisible();

  await toolbarButton.click();
  await expect(panel.runs).toHaveCount(0);
  await expect(page.locator('.jp-TrackbookMark')).toHaveCount(0);
  await expect(toolbarButton).toBeHidden();
  await expect(panel.root.getByText('From the last cell')).toBeHidden();

  // The panel offers the same, and the kernel does not bring the first one back.
  await page.notebook.selectCells(1);
  await panel.trackCell();
  await expect(panel.runs).toHaveCount(1);
  await panel.capture.getByRole('button', { name: 'Discard' }).click();
  await expect(panel.runs).toHaveCount(0);
  await expect(panel.capture).not.toContainText('problem');
});
