import { expect, test } from '../support/test.js';
import { TrackbookPanel } from '../support/trackbook-panel.js';

const MODEL = `
import mlflow
from sklearn.linear_model import Ridge

with mlflow.start_run(run_name="ridge"):
    mlflow.sklearn.log_model(
        Ridge().fit([[1.0], [2.0]], [1.0, 2.0]),
        name="model",
        registered_model_name="shared-model",
        pip_requirements=[],
    )
`;

test('what happens in one window shows in another', async ({
  page,
  panel,
  openNotebook,
  browser,
  baseURL
}) => {
  await openNotebook('1 + 1', MODEL);
  const context = await browser.newContext({ baseURL });
  const other = await context.newPage();
  // A workspace of its own, as JupyterLab gives to each window.
  await other.goto('lab/workspaces/second');
  const otherPanel = new TrackbookPanel(other);
  await otherPanel.open();
  await otherPanel.chooseExperiment(
    'what happens in one window shows in another'
  );

  await test.step('a run', async () => {
    await page.notebook.selectCells(0);
    await panel.trackCell();
    await expect(otherPanel.runs).toHaveAttribute('data-status', 'FINISHED');
  });

  await test.step('a tag', async () => {
    await otherPanel.runs.locator('.jp-TrackbookRunRow-open').click();
    await panel.quickLog('Tag', 'reviewed', 'yes');
    await expect(other.locator('.jp-TrackbookRunView')).toContainText(
      'reviewed yes'
    );
  });

  await test.step('an alias', async () => {
    await page.notebook.selectCells(1);
    await page.keyboard.press('Control+Enter');
    const open = { name: /^shared-model/ };
    await panel.root.getByRole('button', open).click();
    await otherPanel.root.getByRole('button', open).click();
    const registry = page.locator('.jp-TrackbookRegistryView');
    await registry.getByRole('button', { name: 'Alias', exact: true }).click();
    await registry.getByLabel('Alias', { exact: true }).fill('champion');
    await registry.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(other.locator('.jp-TrackbookRegistryView')).toContainText(
      '@champion'
    );
  });

  await context.close();
});
