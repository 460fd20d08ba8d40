import path from 'node:path';
import { expect, test } from '../support/test.js';

const IMAGES = path.join(import.meta.dirname, '..', '..', 'docs', 'images');

const TRAINING = `import mlflow
from sklearn.linear_model import Ridge

for alpha in [0.1, 1.0, 10.0]:
    with mlflow.start_run(run_name=f"ridge-{alpha}"):
        mlflow.log_params({"model": "ridge", "alpha": alpha})
        for step in range(30):
            rmse = 6 + alpha / 20 + 4 / (step + 1)
            mlflow.log_metric("val_rmse", rmse, step=step)
        model = Ridge(alpha=alpha).fit([[1.0], [2.0]], [1.0, 2.0])
        mlflow.sklearn.log_model(model, name="model", pip_requirements=[])`;

test.skip(
  !process.env.TRACKBOOK_SCREENSHOTS,
  'Pictures for the documentation are taken when TRACKBOOK_SCREENSHOTS is set.'
);

test('duration of green taxi rides', async ({ page, panel, openNotebook }) => {
  await openNotebook(TRAINING, 'alpha = 0.5\nmae = 4.21');
  await page.notebook.runCell(0);
  await page.notebook.selectCells(1);
  await panel.trackCell();
  await expect(panel.root.getByText('From the last cell')).toBeVisible();
  await expect(panel.runs).toHaveCount(4);

  // Warnings of other packages, with the paths of this machine, are no part of the picture.
  await page.menu.clickMenuItem('Edit>Clear Outputs of All Cells');
  await page.mouse.move(700, 650);

  const shoot = (name: string) =>
    page.screenshot({ path: path.join(IMAGES, `${name}.png`) });
  const inBothThemes = async (name: string) => {
    await page.theme.setLightTheme();
    await shoot(`${name}-light`);
    await page.theme.setDarkTheme();
    await shoot(`${name}-dark`);
  };

  await inBothThemes('panel');

  await panel.openRun('ridge-0.1');
  const run = page.locator('.jp-TrackbookRunView');
  await run.getByRole('tab', { name: /Curves/ }).click();
  await expect(run.locator('.js-plotly-plot').first()).toBeVisible();
  await inBothThemes('run');

  await panel.root.getByRole('button', { name: 'Open as a table' }).click();
  await expect(page.locator('.jp-TrackbookRunsTable-row')).not.toHaveCount(0);
  await inBothThemes('runs');

  for (const alpha of ['0.1', '1.0', '10.0']) {
    await panel.run(`ridge-${alpha}`).getByRole('checkbox').check();
  }
  await panel.root.getByRole('button', { name: 'Compare 3' }).click();
  await expect(page.locator('.jp-TrackbookCompareView')).toContainText('alpha');
  await inBothThemes('compare');
});
