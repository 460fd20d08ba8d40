import { putNotebook } from '../support/notebook.js';
import {
  expect,
  test as base,
  type IJupyterLabPageFixture
} from '../support/test.js';
import { type TrackbookPanel } from '../support/trackbook-panel.js';

type Fixtures = {
  /** Opens a notebook of a kernel that cannot have the hook, with its own experiment. */
  openEcho(...sources: string[]): Promise<void>;
};

const test = base.extend<Fixtures>({
  openEcho: async ({ page, panel, tmpPath }, provide, { title }) => {
    await provide(async (...sources) => {
      const path = `${tmpPath}/${title.replace(/\W+/g, '-')}.ipynb`;
      await putNotebook(page.contents, path, sources, 'echo');
      await page.notebook.openByPath(path);
      await panel.open();
      await panel.waitForKernel();
      await panel.createExperiment(title);
    });
  }
});

async function track(
  page: IJupyterLabPageFixture,
  panel: TrackbookPanel,
  cell: number
): Promise<void> {
  await page.notebook.selectCells(cell);
  await panel.trackCell();
}

test('track cells of another language, and log by hand', async ({
  page,
  panel,
  openEcho
}) => {
  await openEcho('hello', 'secret = "hunter2"', 'fail on purpose');
  await expect(panel.capture).toContainText(
    'Cells in echo are captured by this page'
  );
  await page.notebook.runCell(0);
  await track(page, panel, 1);
  await expect(panel.runs).toHaveCount(1);
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
  await expect(panel.runs).toContainText('Cell [2]');
  await panel.quickLog('Metric', 'rmse', '6.4');
  await expect(panel.runs).toContainText('6.4');
  await panel.quickLog('Param', 'depth', '5');
  await expect(panel.root.getByText(/depth = 5 on/)).toBeVisible();

  await panel.runs.locator('.jp-TrackbookRunRow-open').click();
  const view = page.locator('.jp-TrackbookRunView');
  await expect(view).toContainText('depth');
  await view.getByRole('tab', { name: 'Cells' }).click();
  await expect(view).toContainText('Executed in this order by echo 7');
  await expect(view).toContainText(/written in echo.*for Python only/);
  await expect(view.locator('.jp-TrackbookCode')).toHaveText([
    'hello',
    'secret = "***masked***"'
  ]);
  await expect(view.getByRole('button', { name: 'Reproduce' })).toHaveCount(0);
});

test('a failing and an interrupted cell', async ({ page, panel, openEcho }) => {
  await openEcho('fail on purpose', 'wait for-ever');
  await track(page, panel, 0);
  await expect(panel.runs).toHaveAttribute('data-status', 'FAILED');

  await track(page, panel, 1);
  await expect(panel.run(/./).first()).toHaveAttribute(
    'data-status',
    'RUNNING'
  );
  await page.menu.clickMenuItem('Kernel>Interrupt Kernel');
  await expect(panel.run(/./).first()).toHaveAttribute('data-status', 'KILLED');
  await page.menu.clickMenuItem('Kernel>Restart Kernel…');
  await page.getByRole('button', { name: 'Confirm Kernel Restart' }).click();
  await panel.waitForKernel();
  await track(page, panel, 0);
  await expect(panel.runs).toHaveCount(3);
});

test('record cells of another language as one run', async ({
  page,
  panel,
  openEcho
}) => {
  await openEcho('one', 'two', 'three');
  const record = page.locator('.jp-TrackbookRecordButton');
  await record.getByRole('button').click();
  await expect(panel.capture).toHaveAttribute('data-state', 'recording');
  await page.notebook.run();
  await expect(record).toContainText('3 cells');
  await record.getByRole('button').click();
  await expect(panel.capture).toHaveAttribute('data-state', 'ready');
  await expect(panel.runs).toHaveCount(1);
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
});

test('reload the page during a running cell of another language', async ({
  page,
  panel,
  openEcho,
  tmpPath
}) => {
  await openEcho('before', 'wait go');
  await page.notebook.runCell(0);
  await track(page, panel, 1);
  await expect(panel.runs).toHaveAttribute('data-status', 'RUNNING');

  await page.evaluate(() => location.reload());
  await panel.open();
  await expect(panel.runs).toHaveAttribute('data-status', 'RUNNING');
  await page.contents.uploadContent('', 'text', `${tmpPath}/go`);
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
  await panel.runs.locator('.jp-TrackbookRunRow-open').click();
  const view = page.locator('.jp-TrackbookRunView');
  await view.getByRole('tab', { name: 'Cells' }).click();
  await expect(view.locator('.jp-TrackbookCode')).toHaveText([
    'before',
    'wait go'
  ]);
});

test('a closed page closes the runs that it watched', async ({
  page,
  panel,
  openEcho,
  tmpPath,
  context,
  baseURL
}) => {
  await openEcho('wait go-on');
  await track(page, panel, 0);
  await expect(panel.runs).toHaveAttribute('data-status', 'RUNNING');
  const runId = await panel.runs.getAttribute('data-run-id');
  await page.close({ runBeforeUnload: true });

  const statusOf = async () => {
    const reply = await context.request.get(
      `${baseURL}/trackbook/ajax-api/2.0/mlflow/runs/get?run_id=${runId}`
    );
    return (await reply.json()).run.info.status as string;
  };
  await expect.poll(statusOf).toBe('KILLED');
  await context.request.put(`${baseURL}/api/contents/${tmpPath}/go-on`, {
    data: { type: 'file', format: 'text', content: '' }
  });
});
