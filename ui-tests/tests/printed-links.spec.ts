import { expect, test } from '../support/test.js';

test('open the run from the link that the mlflow client prints', async ({
  page,
  openNotebook
}) => {
  await openNotebook(
    "import mlflow\nwith mlflow.start_run(run_name='linked'):\n    mlflow.log_metric('rmse', 6.31)"
  );
  await page.notebook.run();

  await page
    .locator('.jp-OutputArea a', { hasText: /\/runs\// })
    .first()
    .click();
  await expect(page.locator('.jp-TrackbookRunView')).toContainText('linked');
});
