import { readFile } from 'node:fs/promises';
import { expect, test } from '../support/test.js';

test('open a run as a notebook, export it, and prove it by running it again', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook(
    'import mlflow\n\nalpha = 0.5',
    'unrelated = "a plot"',
    '%%track proven\nmlflow.log_metric("rmse", 3 + alpha)'
  );
  await page.notebook.run();
  await expect(panel.run('proven')).toHaveAttribute('data-status', 'FINISHED');
  await panel.openRun('proven');
  const run = page.locator('.jp-TrackbookRunView:visible');

  await test.step('its cells as a notebook', async () => {
    await run.getByRole('button', { name: 'Open as notebook' }).click();
    const notebook = page.locator('.jp-NotebookPanel:visible');
    await expect(notebook).toContainText('alpha = 0.5');
    await expect(notebook).toContainText('mlflow.log_metric');
    await expect(notebook).not.toContainText('unrelated');
    await panel.waitForKernel();
    await expect(panel.experiment).toContainText('open a run as a notebook');
  });

  await page.getByRole('tab', { name: 'proven', exact: true }).click();
  await test.step('as a project for mlflow run', async () => {
    const download = page.waitForEvent('download');
    await run.getByRole('button', { name: 'Export as project' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/-proven.*\.zip$/);
    const content = await readFile(await file.path());
    expect(content.subarray(0, 2).toString()).toBe('PK');
    expect(content.includes('/MLproject')).toBe(true);
  });

  await test.step('run again, after a yes', async () => {
    await run.getByRole('button', { name: 'Reproduce', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: /^Reproduce proven/ });
    await expect(dialog).toContainText('alpha = 0.5');
    await dialog.getByRole('button', { name: 'Run 2 cells' }).click();
    const chip = run.getByRole('button', { name: 'reproduced', exact: true });
    await expect(chip).toBeVisible({ timeout: 120_000 });
    await chip.click();
    const comparison = page.getByRole('dialog', { name: /its reproduction$/ });
    await expect(comparison.getByRole('row', { name: /^rmse/ })).toContainText(
      'agrees'
    );
  });
});
