import { jest } from '@jest/globals';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { strFromU8, unzipSync } from 'fflate';
import type { Reproduction } from '../../index.js';
import { renderView } from '../../../testing/render-view.js';
import { wireRun } from '../../../testing/sample-runs.js';
import { RunView } from '../RunView.js';

const CELLS = JSON.stringify({
  session: { id: 's', kernel: 'python3', language_version: '3.11' },
  executions: [
    { seq: 0, cell_id: 'a', source: 'base = 40', run_ids: [] },
    { seq: 1, cell_id: 'b', source: 'rmse = base + 1', run_ids: ['r1'] }
  ]
});

const answers = (tags: Record<string, string> = {}) => ({
  'mlflow/runs/get': () => {
    const run = wireRun('r1', { rmse: 41 });
    const data = {
      ...run.data,
      tags: Object.entries(tags).map(([key, value]) => ({ key, value }))
    };
    return { run: { ...run, data } };
  },
  'mlflow/artifacts/list': ({ query }: { query: URLSearchParams }) => ({
    files: query.get('path')
      ? [{ path: 'trackbook/cells.json', is_dir: false }]
      : [{ path: 'trackbook', is_dir: true }]
  }),
  'get-artifact': ({ query }: { query: URLSearchParams }) =>
    query.get('path') === 'trackbook/cells.json'
      ? CELLS
      : JSON.stringify({
          tolerance: 1e-6,
          holds: false,
          metrics: [
            { key: 'rmse', a: 41, b: 'NaN', relative: null, agrees: false }
          ],
          params: [],
          environment: [{ name: 'numpy', a: '1.26', b: '2.0' }],
          data: [{ name: 'a.csv', change: 'changed, of the same size' }],
          notes: []
        })
});

const reproducer = (found: Reproduction | null) => ({
  tolerance: 0.01,
  find: jest.fn(async () => found),
  start: jest.fn(async (): Promise<Reproduction> => running),
  cancel: jest.fn(async () => undefined)
});

const running: Reproduction = {
  state: 'running',
  newRunId: 'r2',
  cell: 3,
  cells: 9,
  message: null
};

it('runs nothing before its user has seen the cells and said yes', async () => {
  const jupyter = reproducer(null);
  renderView(answers(), view => (
    <RunView {...view} reproducer={jupyter} runId="r1" />
  ));

  const ask = await screen.findByRole('button', { name: 'Reproduce' });
  ask.focus();
  fireEvent.click(ask);
  const yes = await screen.findByText('Run 2 cells');
  expect(screen.getAllByRole('listitem')[0].textContent).toContain('base = 40');
  expect(jupyter.start).not.toHaveBeenCalled();
  fireEvent.click(yes);

  expect(await screen.findByText('Reproducing: cell 3 of 9')).toBeTruthy();
  expect(jupyter.start).toHaveBeenCalledWith('r1');
  await waitFor(() => expect(ask).toBe(document.activeElement));
});

it('goes on showing the progress after a reload, and cancels', async () => {
  const jupyter = reproducer(running);
  renderView(answers(), view => (
    <RunView {...view} reproducer={jupyter} runId="r1" />
  ));

  expect(await screen.findByText('Reproducing: cell 3 of 9')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));

  expect(jupyter.cancel).toHaveBeenCalledWith('r1');
  // The kernel takes a moment to end.
  fireEvent.click(screen.getByRole('button', { name: 'Cancelling…' }));
  expect(jupyter.cancel).toHaveBeenCalledTimes(1);
});

it('says why a run could not be reproduced', async () => {
  const jupyter = reproducer({
    ...running,
    state: 'failed',
    message: 'Cell 2 of 2 failed'
  });
  renderView(answers(), view => (
    <RunView {...view} reproducer={jupyter} runId="r1" />
  ));

  expect((await screen.findByRole('alert')).textContent).toContain(
    'Cell 2 of 2 failed'
  );
});

it('shows how a reproduction differed, and leads to it', async () => {
  const { navigation } = renderView(
    answers({
      'trackbook.reproduced': 'differs',
      'trackbook.reproduced_by': 'r2'
    }),
    view => <RunView {...view} runId="r1" />
  );

  fireEvent.click(await screen.findByText('differs when run again'));
  expect(await screen.findByText('NaN')).toBeTruthy();
  expect(screen.getByText('numpy')).toBeTruthy();
  expect(screen.getByText('a.csv: changed, of the same size')).toBeTruthy();
  fireEvent.click(screen.getByText('Open the new run'));

  expect(navigation.onOpenRun).toHaveBeenCalledWith('r2');
});

it('gives a project as an archive', async () => {
  const given: { name: string; blob: Blob }[] = [];
  URL.createObjectURL = blob => {
    given.push({ name: '', blob: blob as Blob });
    return 'blob:project';
  };
  URL.revokeObjectURL = () => undefined;
  const click = jest
    .spyOn(HTMLAnchorElement.prototype, 'click')
    .mockImplementation(function (this: HTMLAnchorElement) {
      given[0].name = this.download;
    });
  renderView(answers({ 'trackbook.notebook': 'taxi/nb.ipynb' }), view => (
    <RunView {...view} runId="r1" />
  ));

  fireEvent.click(await screen.findByText('Export as project'));

  await waitFor(() => expect(click).toHaveBeenCalledTimes(1));
  const [{ name, blob }] = given;
  const stem = name.replace(/\.zip$/, '');
  expect(stem).toMatch(/^nb-/);
  const content = await new Promise<ArrayBuffer>(resolve => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.readAsArrayBuffer(blob);
  });
  const files = unzipSync(new Uint8Array(content));
  expect(Object.keys(files)).toContain(`${stem}/MLproject`);
  expect(strFromU8(files[`${stem}/notebook.ipynb`])).toContain(
    'rmse = base + 1'
  );
  click.mockRestore();
});

it('offers a download and no execution outside Jupyter', async () => {
  renderView(answers(), view => <RunView {...view} runId="r1" />);

  expect(await screen.findByText('Download as notebook')).toBeTruthy();
  expect(screen.queryByText('Reproduce')).toBeNull();
});
