import { Film, takePicture } from '../support/picture.js';
import { expect, test } from '../support/test.js';

const TRAINING = `import matplotlib.pyplot as plt
import pandas as pd
from sklearn.linear_model import Ridge

X = pd.DataFrame({"distance": [1.0, 2.0, 3.0], "hour": [7, 8, 9]})
model = Ridge(alpha=0.5).fit(X, [5.0, 9.0, 14.0])
print("RMSE: 6.31")
plt.plot([5.0, 9.0, 14.0], model.predict(X), "o")
plt.title("Predicted minutes")
plt.close()`;

test.use({ viewport: { width: 1120, height: 640 } });

test('what a cell left behind', async ({ page, panel, openNotebook }) => {
  await openNotebook(TRAINING);
  // The first execution is one of imports; the picture has ten seconds.
  await page.notebook.run();
  await page.notebook.selectCells(0);
  await panel.trackCell();
  await expect(
    panel.capture.getByRole('button', { name: 'Discard' })
  ).toBeVisible();
  await takePicture(page, 'discard', { x: 0, y: 28, width: 1120, height: 330 });

  const offers = panel.root.locator('.jp-TrackbookPanel-section', {
    hasText: 'From the last cell'
  });
  await offers.getByRole('button', { name: 'Code for rmse' }).click();
  await page.mouse.move(700, 600);
  await takePicture(offers, 'values');
  await offers.getByRole('button', { name: 'Code for rmse' }).click();

  await test.step('logged with a click each, or all', async () => {
    const film = await Film.of(page);
    await film.show(1500);
    await film.click(offers.getByRole('button', { name: 'Code for rmse' }));
    await film.show(2500);
    await film.click(offers.getByRole('button', { name: 'Code for rmse' }));
    const metric = offers.getByRole('button', { name: 'Log metric rmse' });
    await film.click(metric);
    await expect(metric).toBeHidden();
    await film.show(1200);
    await film.click(offers.getByRole('button', { name: 'Log all' }));
    await expect(offers).toBeHidden({ timeout: 120_000 });
    await film.click(panel.runs.first().locator('.jp-TrackbookRunRow-open'));
    const run = page.locator('.jp-TrackbookRunView:visible');
    await expect(run).toContainText('alpha');
    await film.show(1500);
    await film.click(run.getByRole('tab', { name: 'Artifacts' }));
    await run.getByText('tables', { exact: true }).waitFor();
    await film.show(2500);
    film.save('log-values');
    await page.locator('.lm-TabBar-tab', { hasText: '.ipynb' }).first().click();
  });

  await page
    .locator('.jp-CodeCell .cm-line', { hasText: 'X = pd' })
    .click({ button: 'right', position: { x: 3, y: 8 } });
  await page.locator('.lm-Menu-content').getByText('Log “X”…').click();
  const dialog = page.getByRole('dialog', { name: 'Log X' });
  await expect(dialog).toContainText('distance');
  await takePicture(dialog, 'log-variable');
});
