import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../support/test.js';

function serverPid(folder: string): number {
  const record = path.join(folder, '.trackbook', 'server.json');
  return JSON.parse(readFileSync(record, 'utf8')).pid;
}

test('a tracking server that dies comes back, and no run is lost', async ({
  page,
  panel,
  openNotebook,
  jupyter
}) => {
  await openNotebook('1 + 1');
  const before = serverPid(jupyter.folder);

  process.kill(before, 'SIGKILL');
  await page.notebook.selectCells(0);
  await panel.trackCell();

  await expect.poll(() => serverPid(jupyter.folder)).not.toBe(before);
  await expect(panel.server).toHaveAttribute('data-state', 'live');
  await expect(panel.runs).toHaveCount(1);
  await expect(panel.runs).toHaveAttribute('data-status', 'FINISHED');
});
