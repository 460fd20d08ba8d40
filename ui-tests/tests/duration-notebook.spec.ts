import { cpSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../support/test.js';

const EXAMPLES = path.join(import.meta.dirname, '..', '..', 'examples');

test.skip(
  !process.env.TRACKBOOK_DATA,
  'The taxi data is not here: name its folder in TRACKBOOK_DATA.'
);

test('the duration notebook runs from top to bottom and leaves its runs', async ({
  page,
  panel,
  jupyter
}) => {
  test.setTimeout(300_000);
  const folder = path.join(jupyter.folder, 'taxi');
  cpSync(EXAMPLES, folder, { recursive: true });
  await page.notebook.openByPath('taxi/duration-prediction.ipynb');
  await panel.open();
  await panel.waitForKernel();

  await page.notebook.run();

  await expect(
    page.locator('.jp-OutputArea', { hasText: 'Traceback' })
  ).toHaveCount(0);
  await expect(panel.experiment).toContainText('taxi-duration');
  for (const name of [
    'linear-regression',
    'lasso-0.01',
    'ridge-1.0',
    'xgboost-search',
    'xgboost-best',
    'gradient-boosting',
    'where-xgboost-errs'
  ]) {
    await expect(panel.run(name)).toHaveAttribute('data-status', 'FINISHED');
  }
  await expect(panel.run('xgboost-best')).toContainText('Code in [');
  await expect(panel.run('where-xgboost-errs')).toContainText('Recording');
});
