import { expect, test } from '../support/test.js';

const MODELS = `
import mlflow
from sklearn.linear_model import Lasso, Ridge

for model, rmse in [(Ridge(alpha=1.0), 6.3), (Lasso(alpha=0.1), 6.7)]:
    with mlflow.start_run(run_name=type(model).__name__.lower()):
        mlflow.log_params({"alpha": model.alpha})
        mlflow.log_metric("rmse", rmse)
        mlflow.sklearn.log_model(
            model.fit([[1.0], [2.0]], [1.0, 2.0]), name="model", pip_requirements=[]
        )
`;

test('compare two runs, register their models and promote the better', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook(MODELS);
  await page.notebook.run();
  await expect(panel.run('ridge')).toHaveAttribute('data-status', 'FINISHED');
  await expect(panel.run('lasso')).toHaveAttribute('data-status', 'FINISHED');

  await test.step('compare', async () => {
    await panel.run('ridge').getByRole('checkbox').check();
    await panel.run('lasso').getByRole('checkbox').check();
    await panel.root.getByRole('button', { name: 'Compare 2' }).click();
    const comparison = page.locator('.jp-TrackbookCompareView');
    await expect(comparison).toContainText('alpha');
    await expect(comparison).toContainText('rmse');
    await comparison.getByRole('tab', { name: 'Scatter' }).click();
    await expect(comparison.locator('.js-plotly-plot')).toBeVisible();
    await comparison.getByRole('tab', { name: 'Parallel coordinates' }).click();
    await expect(
      comparison.locator('.js-plotly-plot .parcoords')
    ).toBeVisible();
  });

  for (const name of ['lasso', 'ridge']) {
    await test.step(`register ${name}`, async () => {
      await panel.openRun(name);
      const view = page.locator('.jp-TrackbookRunView:visible');
      await view.getByRole('button', { name: 'Register model' }).click();
      const dialog = page.getByRole('dialog', { name: 'Register model' });
      await dialog.getByLabel('Name in the registry').fill('taxi-ui');
      await dialog.getByRole('button', { name: /register/i }).click();
      await expect(dialog).toBeHidden();
    });
  }

  await test.step('promote', async () => {
    await panel.root.getByRole('button', { name: /^taxi-ui/ }).click();
    const registry = page.locator('.jp-TrackbookRegistryView:visible');
    await expect(
      registry.getByRole('heading', { name: /^Version 2/ }).first()
    ).toBeVisible();
    await registry
      .getByRole('button', { name: 'Promote to Production' })
      .click();
    await page.getByRole('button', { name: 'Move to Production' }).click();
    await expect(
      panel.root.getByRole('button', { name: /^taxi-ui/ })
    ).toContainText('v2 Production');
  });
});
