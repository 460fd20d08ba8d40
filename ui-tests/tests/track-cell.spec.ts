import { expect, test } from '../support/test.js';

test('track a cell', async ({ page, panel, openNotebook }) => {
  await openNotebook('alpha = 0.1\nrmse = 6.31', '1 + 1');

  await page.notebook.selectCells(0);
  await page.getByRole('button', { name: 'Track', exact: true }).click();

  await expect(panel.runs).toHaveCount(1);
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
  await expect(panel.runs).toContainText('Cell [1]');
});

test('log the values that a tracked cell left behind', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('alpha = 0.1\nrmse = 6.31');
  await page.notebook.selectCells(0);
  await panel.trackCell();

  await panel.root.getByRole('button', { name: 'Log metric rmse' }).click();
  await expect(panel.runs.locator('.jp-TrackbookRunRow-value')).toHaveText(
    '6.310'
  );
  await panel.root.getByRole('button', { name: 'Log all' }).click();
  await expect(panel.root.getByText('From the last cell')).toBeHidden();

  await panel.runs.locator('.jp-TrackbookRunRow-open').click();
  const view = page.locator('.jp-TrackbookRunView');
  await expect(view).toContainText('alpha');
  await expect(view).toContainText('0.1');
});

test('a failing cell makes a failed run', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('1 / 0');
  await page.notebook.selectCells(0);
  await panel.trackCell();
  await expect(panel.runs).toHaveAttribute('data-status', 'FAILED');
  await expect(page.locator('.jp-OutputArea')).toContainText(
    'ZeroDivisionError'
  );
});

test('write a metric, a param and a tag by hand', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('1 + 1');
  await page.notebook.selectCells(0);
  await panel.trackCell();
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');

  await panel.quickLog('Metric', 'rmse', 'six');
  await expect(panel.root.getByRole('alert')).toContainText('number');
  await panel.quickLog('Metric', 'rmse', '6.4');
  await expect(panel.runs).toContainText('6.4');
  await panel.quickLog('Param', 'depth', '5');
  await expect(panel.root.getByText(/depth = 5 on/)).toBeVisible();
  await panel.quickLog('Param', 'depth', '6');
  await expect(panel.root.getByRole('alert')).toContainText(/depth/);
  await panel.quickLog('Tag', 'reviewed', 'yes');
  await expect(panel.root.getByText(/reviewed = yes on/)).toBeVisible();
});

test('an aborted cell is not tracked by its next plain execution', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('import time\ntime.sleep(3)\n1 / 0', 'rmse = 6.31');
  await page.notebook.selectCells(0);
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.jp-InputPrompt').first()).toHaveText('[*]:');

  // Queued behind the failing cell, so that the kernel aborts it.
  await page.notebook.selectCells(1);
  await page.getByRole('button', { name: 'Track', exact: true }).click();
  await expect(page.locator('.jp-OutputArea').first()).toContainText(
    'ZeroDivisionError'
  );

  await page.notebook.selectCells(1);
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.jp-InputPrompt').nth(1)).toHaveText('[2]:');
  await expect(panel.runs).toHaveCount(0);
});
