import { takePicture } from '../support/picture.js';
import { expect, test } from '../support/test.js';

/** Rides as simple as can be, and how a model does on them after each of its trees. */
const RIDES = `import numpy as np

rng = np.random.default_rng(42)
X = rng.gamma(2.0, 1.5, size=(4000, 2))
y = 4 + 3 * X[:, 0] ** 0.8 + X[:, 0] * X[:, 1] / 3 + rng.normal(0, 2, len(X))
X_train, X_val, y_train, y_val = X[:3000], X[3000:], y[:3000], y[3000:]


def val_rmse(model):
    if hasattr(model, "staged_predict"):
        predictions = model.staged_predict(X_val)
    elif hasattr(model, "get_booster"):
        trees = range(1, model.n_estimators + 1)
        predictions = (model.predict(X_val, iteration_range=(0, n)) for n in trees)
    else:
        predictions = [model.predict(X_val)]
    return [float(np.sqrt(np.mean((y_val - each) ** 2))) for each in predictions]
`;

const TRAINING = `import mlflow
from rides import X_train, val_rmse, y_train
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import Lasso, Ridge
from xgboost import XGBRegressor

models = {
    "ridge": (Ridge, {"alpha": 1.0}),
    "lasso": (Lasso, {"alpha": 0.1}),
    "gradient-boosting": (GradientBoostingRegressor, {"n_estimators": 40, "max_depth": 3}),
    "xgboost": (XGBRegressor, {"n_estimators": 60, "max_depth": 4, "learning_rate": 0.15}),
}
as_pickle = {"serialization_format": "cloudpickle"}
runs = {}
for name, (kind, params) in models.items():
    with mlflow.start_run(run_name=name) as runs[name]:
        mlflow.log_params({"model": name, **params})
        model = kind(**params).fit(X_train, y_train)
        for step, rmse in enumerate(val_rmse(model)):
            mlflow.log_metric("val_rmse", rmse, step=step)
        if name == "xgboost":
            mlflow.xgboost.log_model(model, name="model", pip_requirements=[])
        else:
            mlflow.sklearn.log_model(model, name="model", pip_requirements=[], **as_pickle)`;

const REGISTRATION = `registry = mlflow.MlflowClient()
for name, stage, alias, why in [
    ("gradient-boosting", "Staging", "challenger", "Fewer trees, **half the size**"),
    ("xgboost", "Production", "champion", "Best on February:\\n\\n- rmse below 2.25\\n- trained in seconds"),
]:
    source = f"runs:/{runs[name].info.run_id}/model"
    version = mlflow.register_model(source, "ride-duration", tags={"data": "2021-01"})
    registry.update_model_version("ride-duration", version.version, why)
    registry.transition_model_version_stage("ride-duration", version.version, stage)
    registry.set_registered_model_alias("ride-duration", alias, version.version)
registry.update_registered_model("ride-duration", "Minutes that a green taxi ride takes")`;

test('duration of green taxi rides', async ({
  page,
  panel,
  openNotebook,
  tmpPath
}) => {
  await page.contents.uploadContent(RIDES, 'text', `${tmpPath}/rides.py`);
  await openNotebook(TRAINING, REGISTRATION, 'alpha = 0.5\nval_mae = 1.62');
  await page.notebook.runCell(0);
  await page.notebook.runCell(1);
  const model = panel.root.getByRole('button', { name: /^ride-duration/ });
  await expect(model).toContainText('v2 Production');
  await page.notebook.selectCells(2);
  await panel.trackCell();
  await expect(panel.root.getByText('From the last cell')).toBeVisible();
  await expect(panel.runs).toHaveCount(5);

  // Warnings of other packages, with the paths of this machine, are no part of the picture.
  await page.menu.clickMenuItem('Edit>Clear Outputs of All Cells');
  await page.notebook.selectCells(0);
  await page.mouse.move(700, 780);

  const inBothThemes = async (name: string) => {
    await page.theme.setLightTheme();
    await takePicture(page, `${name}-light`);
    await page.theme.setDarkTheme();
    await takePicture(page, `${name}-dark`);
  };

  await inBothThemes('panel');

  await panel.openRun('xgboost');
  const run = page.locator('.jp-TrackbookRunView');
  await run.getByRole('tab', { name: /Curves/ }).click();
  await expect(run.locator('.js-plotly-plot').first()).toBeVisible();
  await inBothThemes('run');

  await panel.root.getByRole('button', { name: 'Open as a table' }).click();
  await expect(page.locator('.jp-TrackbookRunsTable-row')).not.toHaveCount(0);
  await inBothThemes('runs');

  for (const name of ['lasso', 'gradient-boosting', 'xgboost']) {
    await panel.run(name).getByRole('checkbox').check();
  }
  await panel.root.getByRole('button', { name: 'Compare 3' }).click();
  await expect(page.locator('.jp-TrackbookCompareView')).toContainText(
    'max_depth'
  );
  await inBothThemes('compare');

  await model.click();
  const registry = page.locator('.jp-TrackbookRegistryView');
  await registry.getByRole('radio').last().check();
  await expect(
    registry.getByRole('heading', { name: /^Version \d beside/ })
  ).toBeVisible();
  await inBothThemes('registry');
});
