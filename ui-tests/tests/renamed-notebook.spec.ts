import { randomUUID } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { notebookJson } from '../support/notebook.js';
import { expect, type IJupyterLabPageFixture, test } from '../support/test.js';
import type { TrackbookPanel } from '../support/trackbook-panel.js';

const newCells = (...sources: string[]) =>
  sources.map(source => ({ id: randomUUID(), source }));

const twoCells = () => newCells('alpha = 0.5', 'alpha * 2');

/** By its number: in the page cells may stand in another order. */
const cellAt = (page: IJupyterLabPageFixture, index: number) =>
  page.locator(
    `.jp-NotebookPanel:visible .jp-Cell[data-windowed-list-index="${index}"]`
  );

const markAt = (page: IJupyterLabPageFixture, index: number) =>
  cellAt(page, index).locator('.jp-TrackbookMark');

/** The file browser is hidden behind the panel. */
async function open(page: IJupyterLabPageFixture, path: string): Promise<void> {
  await page.evaluate(async path => {
    await window.jupyterapp.commands.execute('docmanager:open', { path });
  }, path);
  await page.notebook.activate(path.split('/').at(-1)!);
}

/** Opens a notebook of two cells, of which the second was tracked. */
async function openTracked(
  page: IJupyterLabPageFixture,
  panel: TrackbookPanel,
  path: string,
  cells = twoCells()
): Promise<void> {
  await page.contents.uploadContent(notebookJson(cells), 'text', path);
  await open(page, path);
  await panel.open();
  await panel.waitForKernel();
  await panel.createExperiment(path);
  await page.notebook.runCell(0);
  await page.notebook.selectCells(1);
  await panel.trackCell();
  await expect(markAt(page, 1)).toHaveAttribute('data-status', 'FINISHED');
}

/** The panel has the run, and its cell's number leads to the cell. */
async function expectHistory(
  page: IJupyterLabPageFixture,
  panel: TrackbookPanel,
  notebook: string
): Promise<void> {
  await expect(markAt(page, 1)).toHaveAttribute('data-status', 'FINISHED');
  await expect(panel.runs).toHaveCount(1);
  await page.notebook.selectCells(0);
  await panel.runs.getByRole('button', { name: /^Cell \[/ }).click();
  await expect(cellAt(page, 1)).toHaveClass(/jp-mod-active/);
  await expect(
    page.locator('#jp-main-dock-panel .lm-mod-current').first()
  ).toContainText(notebook);
}

test('a notebook that is renamed while it is open keeps its runs and their verdicts', async ({
  page,
  panel,
  tmpPath
}) => {
  await openTracked(page, panel, `${tmpPath}/first.ipynb`);

  await page.evaluate(() => {
    void window.jupyterapp.commands.execute('docmanager:rename');
  });
  await page.locator('.jp-FileDialog input').fill('second.ipynb');
  await page.getByRole('button', { name: 'Rename' }).last().click();
  await expect(panel.capture).toContainText('second.ipynb');
  await expectHistory(page, panel, 'second.ipynb');

  await page.notebook.setCell(0, 'code', 'alpha = 0.6');
  await markAt(page, 0).getByRole('button').hover();
  await expect(page.getByRole('tooltip')).toContainText('was edited since');

  await page.notebook.save();
  await page.evaluate(() => location.reload());
  await expect(markAt(page, 1)).toHaveAttribute('data-status', 'FINISHED');
  await panel.open();
  await panel.waitForKernel();
  await expect(panel.runs).toHaveCount(1);
});

test('a notebook that was moved outside Jupyter keeps its runs, and a copy has none', async ({
  page,
  panel,
  jupyter,
  tmpPath
}) => {
  const [old, moved] = [`${tmpPath}/draft.ipynb`, `${tmpPath}/taxi.ipynb`];
  const cells = twoCells();
  await openTracked(page, panel, old, cells);
  await page.contents.uploadContent(
    notebookJson(cells),
    'text',
    `${tmpPath}/copy.ipynb`
  );

  await test.step('a copy has no runs while the first has them', async () => {
    await open(page, `${tmpPath}/copy.ipynb`);
    await expect(panel.capture).toContainText('copy.ipynb');
    await expect(panel.runs).toHaveCount(0);
    await expect(markAt(page, 1)).toHaveCount(0);
    await page.notebook.close();
    await expect(page.getByRole('tab', { name: 'copy.ipynb' })).toHaveCount(0);
    await page.contents.deleteFile(`${tmpPath}/copy.ipynb`);
  });

  await page.notebook.activate('draft.ipynb');
  await page.notebook.save();
  await page.notebook.close();
  await expect(page.getByRole('tab', { name: 'draft.ipynb' })).toHaveCount(0);
  const file = (name: string) => path.join(jupyter.folder, name);
  renameSync(file(old), file(moved));
  writeFileSync(file(old), notebookJson(newCells('x = 1', 'x')));
  await open(page, moved);
  await panel.waitForKernel();
  await expect(panel.experiment).toContainText(old);
  await expectHistory(page, panel, 'taxi.ipynb');
});
