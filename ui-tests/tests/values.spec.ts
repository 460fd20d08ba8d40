import { type Locator, type Page } from '@playwright/test';
import { expect, test } from '../support/test.js';

const TRAINING = `import matplotlib.pyplot as plt
import pandas as pd
from sklearn.linear_model import Ridge

X = pd.DataFrame({"distance": [1.0, 2.0, 3.0], "hour": [7, 8, 9]})
model = Ridge(alpha=0.5).fit(X, [5.0, 9.0, 14.0])
print("RMSE: 6.31")
plt.plot([5.0, 9.0, 14.0], model.predict(X), "o")
plt.title("Predicted minutes")
plt.show()`;

/** Opens the context menu at the start of a cell's first line. */
async function rightClick(page: Page, text: string): Promise<Locator> {
  await page
    .locator('.jp-CodeCell .cm-line', { hasText: text })
    .click({ button: 'right', position: { x: 16, y: 8 } });
  return page.locator('.lm-Menu-content');
}

async function openArtifact(page: Page, name: string): Promise<void> {
  const view = page.locator('.jp-TrackbookRunView');
  await view.getByRole('tab', { name: 'Artifacts' }).click();
  await view.getByRole('button', { name, exact: false }).click();
}

test('log what a cell trained and drew', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook(TRAINING);
  await page.notebook.selectCells(0);
  await panel.trackCell();

  const offer = (name: string) => panel.root.getByRole('button', { name });
  await expect(offer('Log metric rmse')).toContainText('6.31');
  await expect(offer('Log param alpha')).toContainText('0.5');
  await expect(offer('Log table tables/X.csv')).toBeVisible();

  await offer('Log figure figures/predicted-minutes').click();
  await expect(offer('Log figure figures/predicted-minutes')).toBeHidden();
  await offer('Log model model').click();
  await expect(panel.root.getByText('Logging…')).toBeVisible();
  await expect(offer('Log model model')).toBeHidden({ timeout: 90_000 });
  await offer('Log all').click();
  await expect(panel.root.getByText('From the last cell')).toBeHidden();

  await panel.runs.first().locator('.jp-TrackbookRunRow-open').click();
  const view = page.locator('.jp-TrackbookRunView');
  await expect(view).toContainText('alpha');
  await openArtifact(page, 'predicted-minutes.png');
  await expect(view.locator('img')).toBeVisible();
  await view.getByRole('tab', { name: 'Model' }).click();
  await expect(view).toContainText('distance');
});

test('put the code for a value into the notebook', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('rmse = 6.31');
  await page.notebook.selectCells(0);
  await panel.trackCell();

  await panel.root.getByRole('button', { name: 'Code for rmse' }).click();
  await panel.root.getByRole('button', { name: 'In a new cell' }).click();
  const second = page.locator('.jp-CodeCell').nth(1);
  await expect(second).toContainText('with mlflow.start_run(run_id=');
  await page.keyboard.press('Control+Enter');
  await expect(panel.runs.locator('.jp-TrackbookRunRow-value')).toHaveText(
    '6.310'
  );

  await panel.root.getByRole('button', { name: 'Insert code' }).click();
  await expect(page.locator('.jp-CodeCell').first()).toContainText(
    'mlflow.log_metric("rmse", rmse)'
  );
});

test('log the variable under the mouse', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('1 + 1', 'threshold = 0.25');
  await page.notebook.selectCells(0);
  await panel.trackCell();
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
  await page.notebook.selectCells(1);
  await page.keyboard.press('Control+Enter');

  const menu = await rightClick(page, 'threshold');
  await menu.getByText('Log “threshold”…').click();
  const dialog = page.getByRole('dialog', { name: 'Log threshold' });
  await expect(dialog.getByRole('button', { name: 'Metric' })).toHaveAttribute(
    'aria-pressed',
    'true'
  );
  await expect(dialog).toContainText(
    (await panel.runs.locator('.jp-TrackbookRunRow-name').innerText()).trim()
  );
  await dialog.getByRole('button', { name: 'Param' }).click();
  await dialog.getByRole('button', { name: 'Log', exact: true }).click();
  await expect(dialog).toBeHidden();
  await panel.runs.first().locator('.jp-TrackbookRunRow-open').click();
  await expect(page.locator('.jp-TrackbookRunView')).toContainText('threshold');
});

test('choose for one notebook what is done with values', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('rmse = 6.31');
  const choice = panel.root.getByLabel('Values of tracked cells');
  await choice.selectOption('log params and metrics');
  await page.notebook.selectCells(0);
  await panel.trackCell();
  await expect(panel.runs.locator('.jp-TrackbookRunRow-value')).toHaveText(
    '6.310'
  );
  await expect(panel.root.getByText('From the last cell')).toBeHidden();

  await page.notebook.save();
  await page.evaluate(() => location.reload());
  await panel.open();
  await expect(choice).toHaveValue('always');
});
