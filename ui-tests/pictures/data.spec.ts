import { Film, takePicture } from '../support/picture.js';
import { expect, test } from '../support/test.js';

const MONTHS = `%%bash
git init -q . && git config user.name Ann && git config user.email ann@example.org
echo "MAX_MINUTES = 60" > rules.py
git add rules.py && git commit -qm "Leave out rides of more than an hour"
echo "MAX_MINUTES = 90" > rules.py`;

const RIDES = `import numpy as np
import pandas as pd

rng = np.random.default_rng(42)
for month, fare in [("january", 10.0), ("february", 17.0)]:
    rides = {"zone": rng.integers(1, 266, 20_000), "fare": rng.gamma(2.0, fare / 2, 20_000)}
    pd.DataFrame(rides).to_parquet(f"{month}.parquet")`;

test.use({ viewport: { width: 1120, height: 640 } });

test('months', async ({ page, panel, openNotebook }) => {
  await openNotebook(
    MONTHS,
    RIDES,
    '%%track january\ndf = pd.read_parquet("january.parquet")',
    '%%track february\ndf = pd.read_parquet("february.parquet")'
  );
  await page.notebook.run();
  for (const name of ['january', 'february']) {
    await expect(panel.run(name)).toHaveAttribute('data-status', 'FINISHED');
  }

  await panel.openRun('february');
  const run = page.locator('.jp-TrackbookRunView:visible');
  await run.getByRole('tab', { name: 'Datasets' }).click();
  await run.getByText('2 columns', { exact: true }).first().click();
  await expect(run.getByRole('row', { name: /^fare/ })).toBeVisible();
  await takePicture(run, 'datasets');
  await run.getByRole('tab', { name: 'Environment' }).click();
  await expect(run).toContainText('MAX_MINUTES = 90');
  await takePicture(run, 'environment');

  const film = await Film.of(page);
  for (const name of ['january', 'february']) {
    await film.click(panel.run(name).getByRole('checkbox'));
  }
  await film.click(panel.root.getByRole('button', { name: 'Compare 2' }));
  const comparison = page.locator('.jp-TrackbookCompareView:visible');
  await comparison.getByRole('rowheader').first().waitFor();
  await film.show(1500);
  await film.click(comparison.getByRole('tab', { name: 'Data' }));
  await expect(comparison.getByRole('row', { name: /^fare/ })).toContainText(
    'drift'
  );
  await film.show(3500);
  film.save('compare-data');
  await takePicture(comparison, 'compare-data');
});
