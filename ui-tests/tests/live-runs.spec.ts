import { expect, test } from '../support/test.js';

const TRAINING = `
import mlflow, pathlib, time
with mlflow.start_run(run_name='training with depth=5'):
    mlflow.log_param('depth', 5)
    for step in range(3):
        mlflow.log_metric('val_rmse', 7 - step, step=step)
    while not pathlib.Path('go').exists():
        time.sleep(0.1)
    mlflow.log_metric('val_rmse', 3.5, step=3)
`;

/** By how much text is wider than its element, in pixels: a fraction of one cuts letters off. */
const excess = (element: HTMLElement | SVGElement) => {
  const text = document.createRange();
  text.selectNodeContents(element);
  return (
    text.getBoundingClientRect().width - element.getBoundingClientRect().width
  );
};

test('see runs, params and metrics while the code runs', async ({
  page,
  panel,
  openNotebook,
  tmpPath
}) => {
  await openNotebook(TRAINING);
  await page.notebook.selectCells(0);
  await page.keyboard.press('Control+Enter');

  const run = panel.run('training with depth=5');
  const value = run.locator('.jp-TrackbookRunRow-value');
  await expect(run).toHaveAttribute('data-status', 'RUNNING');
  await expect(run).toContainText('Code in [1]');
  await expect(value).toHaveText('5');
  await expect(run.locator('.jp-TrackbookSparkline')).toBeVisible();
  // The curve gives way to it.
  const name = run.locator('.jp-TrackbookRunRow-name');
  expect(await name.evaluate(excess)).toBeLessThanOrEqual(0);

  await panel.openRun('training with depth=5');
  const view = page.locator('.jp-TrackbookRunView');
  await expect(view).toContainText('depth');
  await expect(view).toContainText('val_rmse');
  await view.getByRole('tab', { name: /Curves/ }).click();
  await expect(view.locator('.js-plotly-plot').first()).toBeVisible();

  await page.contents.uploadContent('', 'text', `${tmpPath}/go`);
  await expect(value).toHaveText('3.500');
  await expect(run).toHaveAttribute('data-status', 'FINISHED');
  await expect(view).toContainText('Finished');

  // The run knows its cell.
  await run.getByRole('button', { name: 'Code in [1]' }).click();
  await expect(
    page.locator('.jp-Notebook .jp-Cell.jp-mod-active')
  ).toContainText('mlflow.start_run');
});

test('the table of runs opens, sorts and comes back after a reload', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('rmse = 6.3', 'rmse = 6.1');
  for (const index of [0, 1]) {
    await page.notebook.selectCells(index);
    await panel.trackCell();
    await panel.root.getByRole('button', { name: 'Log metric rmse' }).click();
    await expect(panel.runs).toHaveCount(index + 1);
    await expect(panel.runs.first()).toContainText('6.');
  }
  await expect(panel.runs.first().getByLabel('best')).toBeVisible();

  const layoutSaved = page.waitForRequest(
    request =>
      request.url().includes('/api/workspaces/') &&
      Boolean(request.postData()?.includes('trackbook-runs'))
  );
  await panel.root.getByRole('button', { name: 'Open as a table' }).click();
  const rows = page.locator('.jp-TrackbookRunsTable-row[data-index]');
  await expect(rows).toHaveCount(2);
  await layoutSaved;

  await page.evaluate(() => location.reload());
  await expect(rows).toHaveCount(2);
});
