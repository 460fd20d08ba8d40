import { expect, test } from '../support/test.js';

test('reload the page during a running cell', async ({
  page,
  panel,
  openNotebook,
  tmpPath
}) => {
  // The cell ends when the test says so, however slow the machine.
  await openNotebook(
    "import pathlib, time\nwhile not pathlib.Path('go').exists():\n    time.sleep(0.1)"
  );
  await page.notebook.selectCells(0);
  await panel.trackCell();
  await expect(panel.runs).toHaveAttribute('data-status', 'RUNNING');

  // galata's own `reload` waits for a launcher, which a restored layout has not.
  await page.evaluate(() => location.reload());
  await panel.open();
  await expect(panel.runs).toHaveAttribute('data-status', 'RUNNING');
  await expect(panel.capture).toContainText('The kernel is busy');
  await expect(panel.capture).toContainText(/Running .+ · \d+/);

  await page.contents.uploadContent('', 'text', `${tmpPath}/go`);
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
  await panel.waitForKernel();
});

test('restart the kernel', async ({ page, panel, openNotebook }) => {
  await openNotebook('1 + 1', '2 + 2');
  await page.notebook.selectCells(0);
  await panel.trackCell();
  await expect(panel.runs).toHaveCount(1);

  await page.menu.clickMenuItem('Kernel>Restart Kernel…');
  await page.getByRole('button', { name: 'Confirm Kernel Restart' }).click();
  await expect(panel.capture).toHaveAttribute('data-state', 'unavailable');
  await panel.waitForKernel();
  await expect(panel.experiment).toContainText('restart the kernel');

  await page.notebook.selectCells(1);
  await panel.trackCell();
  await expect(panel.runs).toHaveCount(2);
  await expect(panel.runs.first()).toHaveAttribute('data-status', 'FINISHED');
});

test('a notebook whose kernel is shut down says so', async ({
  page,
  panel,
  openNotebook
}) => {
  await openNotebook('1 + 1');
  await page.menu.clickMenuItem('Kernel>Shut Down Kernel');
  await expect(panel.capture).toContainText('This notebook has no kernel');
});
