import { expect, test } from '../support/test.js';

const TRAINING = `
import mlflow, pathlib, time
with mlflow.start_run(run_name='training'):
    for step in range(5):
        mlflow.log_metric('val_rmse', 7 - step, step=step)
    while not pathlib.Path('go').exists():
        time.sleep(0.1)
    mlflow.log_metric('val_rmse', 1.5, step=5)
`;

test('a tracked cell is marked, also after a reload, and leads to its run', async ({
  page,
  panel,
  openNotebook,
  tmpPath
}) => {
  await openNotebook('1 + 1', TRAINING, '1 / 0');
  const mark = (index: number) =>
    page
      .locator('.jp-Notebook .jp-Cell')
      .nth(index)
      .locator('.jp-TrackbookMark');
  await page.notebook.selectCells(1);
  await page.keyboard.press('Control+Enter');

  await expect(mark(1)).toHaveAttribute('data-status', 'RUNNING');
  await expect(mark(1).locator('.jp-TrackbookSparkline')).toBeVisible();
  await mark(1).getByRole('button').hover();
  const tooltip = page.getByRole('tooltip');
  await expect(tooltip).toContainText('training');
  await expect(tooltip).toContainText('3');

  await page.contents.uploadContent('', 'text', `${tmpPath}/go`);
  await expect(mark(1)).toHaveAttribute('data-status', 'FINISHED');
  await expect(tooltip).toContainText('1.5');

  await page.notebook.selectCells(2);
  await panel.trackCell();
  await expect(mark(2)).toHaveAttribute('data-status', 'FAILED');
  await expect(mark(2)).toContainText('2');
  await expect(mark(0)).toHaveCount(0);

  await page.evaluate(() => location.reload());
  await expect(mark(1)).toHaveAttribute('data-status', 'FINISHED');
  await expect(mark(2)).toHaveAttribute('data-status', 'FAILED');
  await mark(1).getByRole('button').click();
  await expect(page.locator('.jp-TrackbookRunView')).toContainText('training');
});

test('a mark leaves the prompt and the collapser of its cell to the notebook', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('1 + 1', '2 + 2');
  const cell = page.locator('.jp-Notebook .jp-Cell').first();
  const mark = cell.locator('.jp-TrackbookMark');
  const view = page.locator('.jp-TrackbookRunView');
  await page.notebook.selectCells(0);
  await panel.trackCell();
  await expect(mark).toHaveAttribute('data-status', 'FINISHED');

  const select = async (click: () => Promise<unknown>) => {
    await page.notebook.selectCells(1);
    await click();
    await expect(cell).toHaveClass(/jp-mod-active/);
  };
  await select(() => page.notebook.selectCells(0));
  await select(() => cell.locator('.jp-InputPrompt').click());
  await select(() =>
    cell.locator('.jp-Cell-inputWrapper').click({ position: { x: 28, y: 10 } })
  );

  const collapser = cell.locator('.jp-InputCollapser');
  await collapser.click({ position: { x: 7, y: 10 } });
  await expect(cell.locator('.jp-Cell-inputArea')).toBeHidden();
  await collapser.click();
  await expect(cell.locator('.jp-Cell-inputArea')).toBeVisible();
  await expect(view).toHaveCount(0);

  await mark.getByRole('button').click();
  await expect(view).toBeVisible();
});

test('all that stands at cells goes and comes with one setting', async ({
  page,
  panel,
  openNotebook,
  tmpPath
}) => {
  await openNotebook(
    TRAINING,
    '%%track tuned\nval_rmse = 2\n%track_log val_rmse={val_rmse}'
  );
  const marks = page.locator('.jp-TrackbookMark');
  const highlighted = page.locator('.jp-TrackbookHighlightedCell');
  const tuned = panel.run('tuned').locator('.jp-TrackbookRunRow-value');
  const point = async () => {
    await panel.server.hover();
    await tuned.hover();
  };
  await page.notebook.selectCells(1);
  await page.keyboard.press('Control+Enter');
  await expect(panel.run('tuned')).toHaveAttribute('data-status', 'FINISHED');
  await page.notebook.selectCells(0);
  await page.keyboard.press('Control+Enter');

  const expectAll = async () => {
    await expect(marks).toHaveCount(2);
    await expect(marks.locator('.jp-TrackbookSparkline')).toBeVisible();
    await marks.first().getByRole('button').hover();
    await expect(page.getByRole('tooltip')).toContainText('training');
    await expect(async () => {
      await point();
      await expect(highlighted).toHaveCount(1, { timeout: 1000 });
    }).toPass();
  };
  const choose = async (isOn: boolean) => {
    await panel.root.getByRole('button', { name: 'Settings' }).click();
    await page
      .getByRole('tabpanel', { name: 'Settings' })
      .getByRole('checkbox', { name: 'Marks at cells' })
      .setChecked(isOn);
    await page.notebook.activate(
      'all-that-stands-at-cells-goes-and-comes-with-one-setting.ipynb'
    );
  };
  await expectAll();
  await choose(false);
  await expect(marks).toHaveCount(0);
  await expect(page.getByRole('tooltip')).toHaveCount(0);
  await point();
  // Longer than a highlight waits for the pointer to stay.
  await page.waitForTimeout(1000);
  await expect(highlighted).toHaveCount(0);
  await choose(true);
  await expectAll();
  await page.contents.uploadContent('', 'text', `${tmpPath}/go`);
  await expect(marks.first()).toHaveAttribute('data-status', 'FINISHED');
});

test('a cell that was edited since a run depended on it says so', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('alpha = 0.5', '%%track tuned\nalpha * 2');
  await page.notebook.run();
  await expect(panel.run('tuned')).toHaveAttribute('data-status', 'FINISHED');
  const mark = (index: number) =>
    page
      .locator('.jp-Notebook .jp-Cell')
      .nth(index)
      .locator('.jp-TrackbookMark');
  await expect(mark(1)).toBeVisible();
  await expect(mark(0)).toHaveCount(0);

  await page.notebook.setCell(0, 'code', 'alpha = 0.6');
  await mark(0).getByRole('button').hover();
  await expect(page.getByRole('tooltip')).toContainText(
    'Since run tuned: Cell 1 was edited since it ran as [1]; it defines alpha.'
  );

  await page.notebook.setCell(0, 'code', 'alpha = 0.5');
  await expect(mark(0)).toHaveCount(0);
});

test('pointing at a metric marks the cells behind it', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook(
    'alpha = 0.5',
    'other = 1',
    '%%track tuned\nrmse = alpha * 2\n%track_log rmse={rmse}'
  );
  await page.notebook.run();
  const run = panel.run('tuned');
  await expect(run).toHaveAttribute('data-status', 'FINISHED');
  await expect(run.locator('.jp-TrackbookRunRow-value')).toBeVisible();
  const highlighted = page.locator('.jp-TrackbookHighlightedCell');

  // In the side panel, by pointer; the kernel sends what it executed after the run's end.
  await expect(async () => {
    await panel.server.hover();
    await run.locator('.jp-TrackbookRunRow-value').hover();
    await expect(highlighted).toHaveCount(2, { timeout: 1000 });
  }).toPass();
  await expect(highlighted.first()).toContainText('alpha = 0.5');
  await expect(highlighted.last()).toContainText('rmse');
  await panel.server.hover();
  await expect(highlighted).toHaveCount(0);

  // On its page, by keyboard.
  await panel.openRun('tuned');
  const metric = page
    .locator('.jp-TrackbookRunView')
    .getByRole('button', { name: 'rmse' });
  await metric.focus();
  await expect(highlighted).toHaveCount(2);
  await metric.press('Enter');
  await expect(page.locator('.jp-TrackbookCells')).toBeVisible();
  await expect(highlighted).toHaveCount(0);
});
