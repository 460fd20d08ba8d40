import { act, fireEvent, screen, within } from '@testing-library/react';
import type { CurrentCell } from '../../analysis/index.js';
import { recordedExecutions } from '../../testing/recorded-executions.js';
import { renderView } from '../../testing/render-view.js';
import { wireRun } from '../../testing/sample-runs.js';
import { recordJson } from '../../testing/session-record.js';
import type { ViewProps } from '../index.js';
import { RunView } from './RunView.js';

const RECORD = recordJson(
  recordedExecutions([
    ['a', 'unrelated = 1'],
    ['c', 'df = [1]'],
    ['b', 'score = sum(df)', { runIds: ['r1'] }]
  ])
);

const run = (tags: Record<string, string> = {}) => {
  const { info, data } = wireRun('r1');
  const all = { 'trackbook.notebook': 'nb.ipynb', ...tags };
  return {
    info,
    data: {
      ...data,
      tags: Object.entries(all).map(([key, value]) => ({ key, value }))
    }
  };
};

/** The cells of a run's page, with the notebook where one is given. */
function show(
  tags?: Record<string, string>,
  cells?: CurrentCell[],
  record = RECORD
) {
  let tell: (cells: CurrentCell[] | null) => void = () => undefined;
  const watchCells: ViewProps['watchCells'] = (place, onCells) => {
    expect(place.notebook).toBe('nb.ipynb');
    tell = onCells;
    onCells(cells!);
    return () => undefined;
  };
  const onOpenCell = jest.fn();
  renderView(
    {
      'trackbook/features': () => ({ version: '1', features: [] }),
      'mlflow/runs/get': () => ({ run: run(tags) }),
      'mlflow/runs/search': () => ({ runs: [] }),
      'mlflow/experiments/search': () => ({ experiments: [] }),
      'mlflow/artifacts/list': ({ query }) => ({
        files: query.get('path')
          ? [{ path: 'trackbook/cells.json', is_dir: false, file_size: 1 }]
          : [{ path: 'trackbook', is_dir: true }]
      }),
      'get-artifact': () => record
    },
    props => (
      <RunView
        {...props}
        {...(cells && { watchCells, onOpenCell })}
        runId="r1"
        state={{ tab: 'cells' }}
      />
    )
  );
  return { onOpenCell, tell: (next: CurrentCell[] | null) => tell(next) };
}

const items = () =>
  screen.getAllByRole('listitem').filter(item => item.querySelector('pre'));

it('shows the executions that the run depends on, and why', async () => {
  show();
  const cause = await screen.findByText('defines df, which [3] uses');
  expect(items()).toHaveLength(2);
  expect(cause.closest('li')).toBe(items()[0]);
  expect(within(items()[1]).getByText('this run')).toBeTruthy();
});

it('shows all of the session when asked', async () => {
  show();
  const all = await screen.findByRole('button', { name: 'All of the session' });
  fireEvent.click(all);
  expect(items()).toHaveLength(3);
  expect(items().map(item => item.classList.contains('jp-mod-aside'))).toEqual([
    true,
    false,
    false
  ]);
  expect(all.getAttribute('aria-pressed')).toBe('true');
});

it('judges by the notebook as it is, and leads to its cells', async () => {
  const { onOpenCell, tell } = show({ 'trackbook.verdict': 'clean' }, [
    { id: 'b', source: 'score = sum(df)' },
    { id: 'c', source: 'df = [1]' }
  ]);
  const report = await screen.findByRole('region', { name: 'Verdict' });
  await within(report).findByText(
    /Cell 2 ran before cell 1, and stands below it; it defines df/
  );
  // At the top of the page, too.
  expect(
    screen.getByRole('button', { name: /Verdict:\s*out of order/ })
  ).toBeTruthy();
  fireEvent.click(within(report).getByRole('button', { name: 'Go to cell 2' }));
  expect(onOpenCell).toHaveBeenCalledWith('nb.ipynb', 'c');

  act(() =>
    tell([
      { id: 'c', source: 'df = [2]' },
      { id: 'b', source: 'score = sum(df)' }
    ])
  );
  within(report).getByText(/Cell 1 was edited since it ran as \[2\]/);
  expect(within(report).queryByText('out of order')).toBeNull();
});

it.each([
  ['outside Jupyter', undefined],
  ['where the notebook is gone', null as unknown as CurrentCell[]]
])('shows the verdict that was stored %s', async (_, cells) => {
  show({ 'trackbook.verdict': 'edited since, external' }, cells);
  const report = await screen.findByRole('region', { name: 'Verdict' });
  within(report).getByText('edited since');
  within(report).getByText(
    'A cell that this run depends on, or now would, was edited after it ran.'
  );
  expect(within(report).getByText(/as last judged/)).toBeTruthy();
});

it('says that cells of another language are not analysed', async () => {
  const executions = recordedExecutions([
    ['a', 'x <- 1'],
    ['b', 'x + 1', { runIds: ['r1'], status: 'unseen' }]
  ]);
  show({}, [], recordJson(executions, 'R'));
  await screen.findByText(/These cells are written in R.*for Python only/);
  expect(items()).toHaveLength(2);
  within(items()[1]).getByText('its end was not seen');
  expect(items()[0].querySelector('code')!.innerHTML).toBe('x &lt;- 1');
  for (const name of [/notebook/, 'Reproduce', 'All of the session']) {
    expect(screen.queryByRole('button', { name })).toBeNull();
  }
});

it('says nothing of a run that was never judged', async () => {
  show();
  await screen.findByText('defines df, which [3] uses');
  expect(screen.queryByRole('region', { name: 'Verdict' })).toBeNull();
});
