import type { Locator } from '@playwright/test';
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
  // Playwright's pictures have no mouse pointer.
  await page.evaluate(() => {
    const pointer = document.createElement('div');
    pointer.style.cssText =
      'position:fixed;z-index:99999;width:14px;height:14px;border-radius:50%;' +
      'background:rgb(255 140 0 / 60%);border:2px solid rgb(200 90 0);pointer-events:none;' +
      'transform:translate(-50%,-50%)';
    document.body.append(pointer);
    document.addEventListener('mousemove', ({ clientX, clientY }) => {
      pointer.style.left = `${clientX}px`;
      pointer.style.top = `${clientY}px`;
    });
  });
  const film = new Film(page);
  const click = async (target: Locator) => {
    await target.hover();
    await film.show(900);
    await target.click();
  };

  await page.mouse.move(700, 420);
  await film.show(1200);
  await click(
    page.locator('.jp-cell-toolbar').getByRole('button', { name: 'Track' })
  );
  await expect(panel.root.getByText('From the last cell')).toBeVisible();
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
  await film.show(1800);
  await click(panel.root.getByRole('button', { name: 'Log metric rmse' }));
  await expect(panel.runs.locator('.jp-TrackbookRunRow-value')).toBeVisible();
  await film.show(1500);
  await click(panel.root.getByRole('button', { name: 'Log param max_depth' }));
  await expect(
    panel.root.getByRole('button', { name: 'Log param max_depth' })
  ).toBeHidden();
  await click(panel.runs.locator('.jp-TrackbookRunRow-open'));
  const run = page.locator('.jp-TrackbookRunView:visible');
  await expect(run).toContainText('max_depth');
  await expect(run).toContainText('rmse');
  await film.show(2500);
  await click(run.getByRole('tab', { name: /Cells/ }));
  await expect(run).toContainText('defines');
  await film.show(3000);
  film.save('track');
});
