import { expect, test } from '../support/test.js';

const MONTHS = `
import pandas as pd

for month, fare in [("january", 10.0), ("february", 14.0)]:
    pd.DataFrame({"fare": [fare, fare + 1, fare + 2] * 30}).to_csv(f"{month}.csv", index=False)
`;

test('see what two runs were made from, and how it differs', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook(
    MONTHS,
    '%%track january\ndf = pd.read_csv("january.csv")',
    '%%track february\ndf = pd.read_csv("february.csv")'
  );
  await page.notebook.run();
  for (const name of ['january', 'february']) {
    await expect(panel.run(name)).toHaveAttribute('data-status', 'FINISHED');
  }

  await test.step('the data of one run', async () => {
    await panel.openRun('february');
    const run = page.locator('.jp-TrackbookRunView:visible');
    await run.getByRole('tab', { name: 'Datasets' }).click();
    await expect(
      run.getByRole('row', { name: /february\.csv written, then read/ })
    ).toBeVisible();
    await run.getByText('1 column', { exact: true }).first().click();
    await expect(run.getByRole('row', { name: /^fare/ })).toContainText('15');
    await run.getByRole('tab', { name: 'Environment' }).click();
    await expect(run).toContainText('CPython');
  });

  await test.step('the difference of both', async () => {
    await panel.run('january').getByRole('checkbox').check();
    await panel.run('february').getByRole('checkbox').check();
    await panel.root.getByRole('button', { name: 'Compare 2' }).click();
    const comparison = page.locator('.jp-TrackbookCompareView:visible');
    await comparison.getByRole('tab', { name: 'Data' }).click();
    const fare = comparison.getByRole('row', { name: /^fare/ });
    await expect(fare).toContainText('standard deviations');
    await expect(fare).toContainText('drift');
  });
});
