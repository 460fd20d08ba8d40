import { changeSetting } from '../support/settings.js';
import { expect, test } from '../support/test.js';

test('have the values of tracked cells logged always, or never', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('alpha = 0.1\nrmse = 6.31', 'alpha = 0.2\nrmse = 6.25');
  const choose = async (choice: string) => {
    await panel.root.getByRole('button', { name: 'Settings' }).click();
    const policy = page
      .getByRole('tabpanel', { name: 'Settings' })
      .getByRole('combobox')
      .filter({ hasText: 'Always log' });
    await changeSetting(page, () => policy.selectOption({ label: choice }));
    await page.notebook.activate(
      'have-the-values-of-tracked-cells-logged-always-or-never.ipynb'
    );
  };
  const offered = panel.root.getByText('From the last cell');
  const values = panel.runs.locator('.jp-TrackbookRunRow-value');

  await choose('Never');
  await page.notebook.selectCells(0);
  await panel.trackCell();
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
  await expect(offered).toBeHidden();

  await choose('Always log params and metrics');
  await page.notebook.selectCells(1);
  await panel.trackCell();
  await expect(values).toHaveText(['6.250']);
  await expect(offered).toBeHidden();
  await panel.runs.first().locator('.jp-TrackbookRunRow-open').click();
  await expect(page.locator('.jp-TrackbookRunView')).toContainText('alpha');
});
