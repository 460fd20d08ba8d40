import { notebookJson } from '../support/notebook.js';
import { pageTime } from '../support/page-time.js';
import { expect, type IJupyterLabPageFixture, test } from '../support/test.js';

const CELLS = 500;
const TRACKED_EACH = 20;
const NOTEBOOK = 'large.ipynb';

// A trace is made by a script in the page, which takes more time than all else.
test.use({ trace: 'off' });
test.setTimeout(900_000);

const sourceOf = (i: number): string =>
  i === 0
    ? 'import math\nimport mlflow\nv0 = 1.0'
    : i % TRACKED_EACH === 0
      ? `%%track run ${i}\nv${i} = math.sqrt(v${i - 1} + ${i})\nmlflow.log_metric("rmse", v${i})`
      : `v${i} = math.sqrt(v${i - 1}) + ${i}\nprint(v${i})`;

const execute = (page: IJupyterLabPageFixture, command: string, args = {}) =>
  page.evaluate(
    async ([command, args]) => {
      await window.jupyterapp.commands.execute(command, args);
    },
    [command, args] as const
  );

test(`a notebook of ${CELLS} cells, of which each ${TRACKED_EACH}th is tracked`, async ({
  page,
  panel
}) => {
  // Galata's stand-in for the page has no sessions of its own.
  const [realPage] = page.context().pages();
  const rows: string[] = [];
  const measure = async (what: string, work: () => Promise<void>) => {
    const { all, ours } = await pageTime(realPage, work);
    rows.push(
      `| ${what} | ${(all / 1000).toFixed(2)} s | ${ours.toFixed(0)} ms |`
    );
  };
  const settle = () => page.waitForTimeout(5000);
  const marks = page.locator('.jp-NotebookPanel:visible .jp-TrackbookMark');

  const sources = Array.from({ length: CELLS }, (_, i) => sourceOf(i));
  const cells = sources.map((source, i) => ({ id: `large-${i}`, source }));
  await page.contents.uploadContent(notebookJson(cells), 'text', NOTEBOOK);
  await execute(page, 'docmanager:open', { path: NOTEBOOK });
  await panel.open();
  await panel.waitForKernel();
  await panel.createExperiment('large');
  await measure('run all cells', async () => {
    await execute(page, 'notebook:run-all-cells');
    const runs = CELLS / TRACKED_EACH - 1;
    await expect(panel.runs).toHaveCount(runs, { timeout: 600_000 });
    await settle();
  });
  await execute(page, 'docmanager:save');
  await page.notebook.close();

  await measure('open it again', async () => {
    await execute(page, 'docmanager:open', { path: NOTEBOOK });
    await expect(marks).not.toHaveCount(0);
    await settle();
  });
  // JupyterLab goes on to make cells that are not on the screen.
  await page.waitForTimeout(30_000);
  await measure('scroll by 30 steps', async () => {
    await page
      .locator('.jp-NotebookPanel:visible .jp-WindowedPanel-outer')
      .hover();
    for (let i = 0; i < 30; i += 1) {
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(30);
    }
  });
  await page.notebook.selectCells(CELLS / 2);
  await page.keyboard.press('Enter');
  await settle();
  await measure('type 20 letters', async () => {
    await page.keyboard.type('x'.repeat(20));
    await settle();
  });
  await page.keyboard.press('Escape');
  await measure('insert 5 cells', async () => {
    for (let i = 0; i < 5; i += 1) {
      await execute(page, 'notebook:insert-cell-below');
    }
    await settle();
  });
  console.log(['| work | the page | Trackbook in it |', ...rows].join('\n'));
});
