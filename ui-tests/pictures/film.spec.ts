import { Film } from '../support/picture.js';
import { expect, test } from '../support/test.js';

const RIDES = `import numpy as np
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import root_mean_squared_error

rng = np.random.default_rng(42)
X = rng.gamma(2.0, 1.5, size=(4000, 2))
y = 4 + 3 * X[:, 0] ** 0.8 + rng.normal(0, 2, 4000)`;

const TRAINING = `model = GradientBoostingRegressor(max_depth=4)
model.fit(X[:3000], y[:3000])
rmse = root_mean_squared_error(y[3000:], model.predict(X[3000:]))`;

test.use({ viewport: { width: 1120, height: 600 } });

test('rides', async ({ page, panel, openNotebook }) => {
  await openNotebook(RIDES, TRAINING);
  await page.notebook.runCell(0, true);
  await page.notebook.selectCells(1);
  const film = await Film.of(page);

  await page.mouse.move(700, 420);
  await film.show(1200);
  await film.click(
    page.locator('.jp-cell-toolbar').getByRole('button', { name: 'Track' })
  );
  await expect(panel.root.getByText('From the last cell')).toBeVisible();
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
  await film.show(1800);
  await film.click(panel.root.getByRole('button', { name: 'Log metric rmse' }));
  await expect(panel.runs.locator('.jp-TrackbookRunRow-value')).toBeVisible();
  await film.show(1500);
  await film.click(
    panel.root.getByRole('button', { name: 'Log param max_depth' })
  );
  await expect(
    panel.root.getByRole('button', { name: 'Log param max_depth' })
  ).toBeHidden();
  await film.click(panel.runs.locator('.jp-TrackbookRunRow-open'));
  const run = page.locator('.jp-TrackbookRunView:visible');
  await expect(run).toContainText('max_depth');
  await expect(run).toContainText('rmse');
  await film.show(2500);
  await film.click(run.getByRole('tab', { name: /Cells/ }));
  await expect(run).toContainText('defines');
  await film.show(3000);
  film.save('track');
});

const PARTS = `alpha = 0.5
parts = [1, 2, 3]`;

const TOTAL = `import mlflow
total = alpha * sum(parts)
mlflow.log_metric("total", total)`;

test('scaled total', async ({ page, openNotebook }) => {
  await openNotebook(PARTS, TOTAL);
  await page.notebook.runCell(0, true);
  await page.notebook.selectCells(1);
  const film = await Film.of(page);
  const marks = page.locator('.jp-TrackbookMark');

  await page.mouse.move(700, 420);
  await film.show(1200);
  await film.click(
    page.locator('.jp-cell-toolbar').getByRole('button', { name: 'Track' })
  );
  await expect(marks).toHaveAttribute('data-status', 'FINISHED');
  await film.show(1800);
  await page.notebook.setCell(0, 'code', PARTS.replace('0.5', '0.9'));
  await expect(marks).toHaveCount(2);
  await film.show(1500);
  await marks.first().getByRole('button').hover();
  await expect(page.getByRole('tooltip')).toContainText('was edited since');
  await film.show(3500);
  await film.click(marks.first().getByRole('button'));
  const run = page.locator('.jp-TrackbookRunView:visible');
  await expect(run).toContainText('edited since');
  await film.show(2000);
  await film.click(run.getByRole('button', { name: /Verdict/ }));
  await expect(run.getByRole('region', { name: 'Verdict' })).toBeVisible();
  await film.show(3500);
  film.save('verdict');
});

test('rushed', async ({ page, panel, openNotebook }) => {
  await openNotebook(RIDES, TRAINING.replace('=4', '=1'));
  await page.notebook.runCell(0, true);
  await page.notebook.selectCells(1);
  const film = await Film.of(page);
  const toolbar = page.locator('.jp-cell-toolbar');

  await page.mouse.move(700, 420);
  await film.show(1200);
  await film.click(toolbar.getByRole('button', { name: 'Track' }));
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
  const discard = toolbar.getByRole('button', { name: 'Discard' });
  await expect(discard).toBeVisible();
  await film.show(1800);
  await film.click(discard);
  await expect(panel.runs).toHaveCount(0);
  await expect(page.locator('.jp-TrackbookMark')).toHaveCount(0);
  await film.show(2500);
  film.save('discard');
});

const DOUBLED = `import mlflow
miles = [1, 4, 9]
names = ["JFK", "Astoria", "SoHo"]`;

test('doubled', async ({ page, panel, openNotebook }) => {
  await openNotebook(
    DOUBLED,
    'factor = 2',
    'print(names)',
    '%%track doubled\nmlflow.log_metric("total", factor * sum(miles))'
  );
  await page.notebook.run();
  await expect(panel.run('doubled')).toHaveAttribute('data-status', 'FINISHED');
  await page.notebook.selectCells(2);
  const film = await Film.of(page);
  const marked = page.locator('.jp-Notebook .jp-TrackbookHighlightedCell');

  await page.mouse.move(700, 480);
  await film.show(1500);
  await panel.run('doubled').hover();
  await expect(marked).toHaveCount(3);
  await film.show(2500);
  await page.mouse.move(700, 480);
  await expect(marked).toHaveCount(0);
  await film.show(1000);
  film.save('highlight');
});

const GRID = `import mlflow
from sklearn.datasets import make_friedman1
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import root_mean_squared_error

X, y = make_friedman1(6000, noise=1, random_state=42)
max_depth = 6
model = GradientBoostingRegressor(max_depth=max_depth, n_estimators=5, warm_start=True)
for step in range(1, 13):
    model.set_params(n_estimators=5 * step).fit(X[:4000], y[:4000])
    rmse = root_mean_squared_error(y[4000:], model.predict(X[4000:]))
    mlflow.log_metric("rmse", rmse, step=step)`;

test('grid', async ({ page, panel, openNotebook, tmpPath }) => {
  await openNotebook(GRID);
  await page.menu.clickMenuItem('File>New>Terminal');
  const terminal = page.locator('.jp-Terminal:visible');
  await terminal.click();
  await page.keyboard.type(
    `cd $JUPYTER_SERVER_ROOT/${tmpPath}; PS1="$ "; clear\n`
  );
  const film = await Film.of(page);
  await page.mouse.move(700, 480);

  await page.keyboard.type(
    'trackbook run grid.ipynb --experiment grid -P max_depth=4,7,10 --jobs 2'
  );
  await film.show(1500);
  await page.keyboard.press('Enter');
  const ended = panel.runs.and(page.locator('[data-status="FINISHED"]'));
  while ((await ended.count()) < 4) {
    await page.waitForTimeout(600);
    await film.show(600);
  }
  await page.waitForTimeout(1500);
  await film.show(4000);
  film.save('grid');
});
