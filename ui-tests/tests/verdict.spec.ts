import { expect, test } from '../support/test.js';

test('a run says whether its notebook still does what it did', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('total = sum(parts)', 'parts = [1, 2]', 'other = 1');
  await page.notebook.runCell(2, true);
  await page.notebook.runCell(1, true);
  await page.notebook.selectCells(0);
  await panel.trackCell();
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');

  // The side panel marks it, and its page says why.
  await expect(
    panel.runs.getByRole('img', { name: /^out of order/ })
  ).toBeVisible();
  await panel.runs.locator('.jp-TrackbookRunRow-open').click();
  const view = page.locator('.jp-TrackbookRunView');
  await view.getByRole('button', { name: /Verdict:\s*out of order/ }).click();
  const report = view.getByRole('region', { name: 'Verdict' });
  await expect(report).toContainText(
    'Cell 2 ran before cell 1, and stands below it; it defines parts.'
  );
  const executions = view.locator('.jp-TrackbookCells-item');
  await expect(executions).toHaveCount(2);
  await expect(executions.first()).toContainText(
    'defines parts, which [3] uses'
  );
  await view.getByRole('button', { name: 'All of the session' }).click();
  await expect(executions).toHaveCount(3);

  // An edit shows at once on the page, and in the list when it is saved.
  await report.getByRole('button', { name: 'Go to cell 2' }).click();
  await page.notebook.setCell(1, 'code', 'parts = [1, 2, 3]');
  await page.notebook.save();
  await expect(
    panel.runs.getByRole('img', { name: /edited since/ })
  ).toBeVisible();

  // The run is found by what was stored.
  await panel.root.getByRole('button', { name: 'Open as a table' }).click();
  const table = page.locator('.jp-TrackbookRunsView');
  await expect(table).toContainText('out of order, edited since');
  const filter = table.getByRole('combobox', { name: /filter|search/i });
  await filter.fill(`tags."trackbook.verdict" = 'clean'`);
  await filter.press('Enter');
  await expect(table.getByRole('rowheader')).toHaveCount(0);
  await filter.fill(`tags."trackbook.verdict" LIKE '%edited since%'`);
  await filter.press('Enter');
  await expect(table.getByRole('rowheader')).toHaveCount(1);
});
