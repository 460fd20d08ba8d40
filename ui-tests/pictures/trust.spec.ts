import { Film, takePicture } from '../support/picture.js';
import { expect, test } from '../support/test.js';

const RIDES = `import mlflow
import numpy as np
from sklearn.linear_model import Lasso
from sklearn.metrics import root_mean_squared_error

rng = np.random.default_rng(42)
miles = rng.gamma(2.0, 1.5, size=(4000, 1))
minutes = 4 + 3 * miles[:, 0] ** 0.8 + rng.normal(0, 2, 4000)`;

const TRAINING = `%%track lasso
model = Lasso(alpha=alpha).fit(miles[:3000], minutes[:3000])
rmse = root_mean_squared_error(minutes[3000:], model.predict(miles[3000:]))
mlflow.log_metric("rmse", rmse)`;

test.use({ viewport: { width: 1120, height: 640 } });

test('taxi rides', async ({ page, panel, openNotebook }) => {
  await openNotebook(RIDES, 'alpha = 0.1', TRAINING, 'minutes.mean()');
  await page.notebook.run();
  await expect(panel.run('lasso')).toHaveAttribute('data-status', 'FINISHED');

  await test.step('at the cells', async () => {
    const notebook = page.locator('.jp-NotebookPanel:visible');
    await notebook.locator('.cm-content').nth(1).fill('alpha = 0.5');
    await page.notebook.save();
    const note = notebook
      .locator('.jp-Cell')
      .nth(1)
      .locator('.jp-TrackbookMark');
    await note.getByRole('button').hover();
    await expect(page.getByRole('tooltip')).toContainText('edited since');
    await takePicture(notebook, 'marks');
  });

  await panel.openRun('lasso');
  const run = page.locator('.jp-TrackbookRunView:visible');
  await run.getByRole('tab', { name: /Cells/ }).click();
  await expect(run.getByRole('region', { name: 'Verdict' })).toContainText(
    'edited since'
  );
  await takePicture(run, 'verdict');

  await test.step('run again', async () => {
    const film = await Film.of(page);
    await film.show(2000);
    await film.click(
      run.getByRole('button', { name: 'Reproduce', exact: true })
    );
    const dialog = page.getByRole('dialog', { name: /^Reproduce lasso/ });
    await expect(dialog).toContainText('alpha = 0.1');
    await takePicture(dialog, 'reproduce-ask');
    await film.show(1500);
    await film.click(dialog.getByRole('button', { name: 'Run 3 cells' }));
    await film.show(1500);
    const outcome = run.getByRole('button', {
      name: 'reproduced',
      exact: true
    });
    await outcome.waitFor({ timeout: 120_000 });
    await film.show(1500);
    await film.click(outcome);
    const comparison = page.getByRole('dialog', { name: /its reproduction$/ });
    await expect(comparison).toContainText('agrees');
    await film.show(3000);
    film.save('reproduce');
    await takePicture(comparison, 'reproduce-outcome');
    await comparison.getByRole('button', { name: 'Close' }).last().click();
  });

  await run.getByRole('button', { name: 'Open as notebook' }).click();
  const slice = page.locator('.jp-NotebookPanel:visible');
  await expect(slice).toContainText('alpha = 0.1');
  await takePicture(slice, 'open-as-notebook');
});
