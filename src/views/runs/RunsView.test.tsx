import {
  act,
  fireEvent,
  screen,
  waitFor,
  within
} from '@testing-library/react';
import { Refusal } from '../../testing/fake-server.js';
import { renderView } from '../../testing/render-view.js';
import { wireRun } from '../../testing/sample-runs.js';
import { RunsView } from './RunsView.js';

const ALL_RUNS = [
  wireRun('a', { rmse: 6.3 }, { depth: '3' }),
  wireRun('b', { rmse: 6.1 }, { depth: '5' }),
  wireRun('c', { rmse: 7 }, { depth: '9' })
];

const SERVER = {
  'trackbook/features': () => ({
    version: '1',
    features: ['runs.search', 'runs.bulk', 'keys']
  }),
  'mlflow/experiments/search': () => ({
    experiments: [
      { experiment_id: '1', name: 'taxi' },
      { experiment_id: '2', name: 'images' }
    ]
  }),
  'trackbook/keys': () => ({ metrics: ['rmse'], params: ['depth'], tags: [] }),
  'trackbook/runs/search': ({ body }: { body: { order_by: string[] } }) =>
    body.order_by[0] === 'metrics.rmse ASC'
      ? { runs: [ALL_RUNS[1], ALL_RUNS[0], ALL_RUNS[2]], total_count: 3 }
      : { runs: ALL_RUNS, total_count: 3 },
  'trackbook/runs/bulk': () => ({})
};

const show = (changes = {}) =>
  renderView({ ...SERVER, ...changes }, props => <RunsView {...props} />);

const row = async (name: string) =>
  (await screen.findByText(name)).closest<HTMLElement>('[role=row]')!;

const search = (text: string) => {
  const box = screen.getByRole('combobox', { name: 'Search runs' });
  fireEvent.change(box, { target: { value: text } });
  fireEvent.keyDown(box, { key: 'Enter' });
};

describe('the table of runs', () => {
  it('shows the runs of the first experiment and how many there are', async () => {
    show();
    const cells = within(await row('name of a'));
    expect(cells.getByText('6.300')).toBeTruthy();
    expect(screen.getByText('3 runs')).toBeTruthy();
    expect(screen.getByRole('columnheader', { name: /depth/ })).toBeTruthy();
  });

  it('marks the best of all runs', async () => {
    show();
    await screen.findByText('Best');
    expect(within(await row('name of b')).getByText('Best')).toBeTruthy();
  });

  it('marks none where all are equal', async () => {
    const equal = ['a', 'b', 'c'].map(id => wireRun(id, { rmse: 6 }));
    const { requests } = show({
      'trackbook/runs/search': () => ({ runs: equal, total_count: 3 })
    });
    await row('name of b');
    await waitFor(() =>
      expect(
        requests.some(({ body }) => body?.order_by?.[0] === 'metrics.rmse DESC')
      ).toBe(true)
    );
    expect(screen.queryByText('Best')).toBeNull();
  });

  it('sorts an error metric with the best first', async () => {
    const { requests } = show();
    await row('name of a');
    fireEvent.click(screen.getByRole('button', { name: 'rmse' }));
    await screen.findByRole('columnheader', { name: /rmse/ });
    await row('name of b');
    expect(
      requests.some(
        ({ body }) =>
          body?.order_by?.[0] === 'metrics.rmse ASC' && body.max_results === 100
      )
    ).toBe(true);
  });

  it('opens a run', async () => {
    const { navigation } = show();
    fireEvent.click(await screen.findByText('name of a'));
    expect(navigation.onOpenRun).toHaveBeenCalledWith('a');
  });

  it('downloads all runs of the search', async () => {
    const saved: Blob[] = [];
    URL.createObjectURL = blob => {
      saved.push(blob as Blob);
      return 'blob:runs';
    };
    URL.revokeObjectURL = () => undefined;
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(() => undefined);
    show({
      'trackbook/runs/search': ({
        body
      }: {
        body: { offset?: number; max_results: number };
      }) => ({
        runs: ALL_RUNS.slice(body.offset ?? 0).slice(
          0,
          body.max_results === 1000 ? 2 : 3
        ),
        total_count: 3
      })
    });
    await row('name of a');
    fireEvent.click(screen.getByRole('button', { name: 'CSV' }));
    await waitFor(() => expect(click).toHaveBeenCalled());
    expect(saved[0].size).toBeGreaterThan(0);
    click.mockRestore();
    const reader = new FileReader();
    reader.readAsText(saved[0]);
    await waitFor(() => expect(reader.result).toContain('name of c'));
    expect(String(reader.result).split('\r\n')).toHaveLength(5);
  });

  it('compares the chosen runs', async () => {
    const { navigation } = show();
    for (const name of ['name of a', 'name of c']) {
      fireEvent.click(within(await row(name)).getByRole('checkbox'));
    }
    fireEvent.click(screen.getByRole('button', { name: 'Compare' }));
    expect(navigation.onOpenCompare).toHaveBeenCalledWith(['a', 'c']);
  });

  it('deletes with a way back', async () => {
    const { requests } = show();
    fireEvent.click(within(await row('name of a')).getByRole('checkbox'));
    fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
    await screen.findByText('3 runs');
    expect(
      requests
        .filter(({ path }) => path === 'trackbook/runs/bulk')
        .map(({ body }) => body.action)
    ).toEqual(['delete', 'restore']);
  });

  it('is walked with the keyboard', async () => {
    const { navigation } = show();
    const first = await row('name of a');
    act(() => first.focus());
    fireEvent.keyDown(first, { key: ' ' });
    expect(first.getAttribute('aria-selected')).toBe('true');
    fireEvent.keyDown(first, { key: 'Enter' });
    expect(navigation.onOpenRun).toHaveBeenCalledWith('a');
  });
});

describe('the values that are read', () => {
  type Asked = {
    body: {
      values?: { metrics: string[]; params: string[] };
      count_keys?: boolean;
    };
  };

  /** A server that gives what it is asked for, of runs with many values. */
  const showPicky = () =>
    show({
      'trackbook/features': () => ({
        version: '1',
        features: ['runs.search', 'runs.search.values', 'keys']
      }),
      'trackbook/keys': () => ({
        metrics: ['rmse', 'layer_1', 'layer_2'],
        params: ['depth', 'seed'],
        tags: []
      }),
      'trackbook/runs/search': ({ body }: Asked) => ({
        runs: [3, 5].map(depth =>
          wireRun(
            `${depth}`,
            only(body.values?.metrics, { rmse: 6.5, layer_1: 1.5, layer_2: 2 }),
            only(body.values?.params, { depth: `${depth}`, seed: '42' })
          )
        ),
        total_count: 2,
        key_uses: body.count_keys && {
          metrics: [
            { key: 'layer_1', run_count: 1 },
            { key: 'rmse', run_count: 2 }
          ],
          params: [
            { key: 'depth', run_count: 2, varies: true },
            { key: 'seed', run_count: 2, varies: false }
          ],
          tags: []
        }
      })
    });

  const only = <Value,>(
    keys: string[] | undefined,
    values: Record<string, Value>
  ) =>
    Object.fromEntries(
      Object.entries(values).filter(([key]) => keys?.includes(key))
    );

  it('are those of the columns, which are chosen by what runs have', async () => {
    const { requests } = showPicky();
    expect(within(await row('name of 3')).getByText('6.500')).toBeTruthy();
    expect(screen.getByRole('columnheader', { name: /depth/ })).toBeTruthy();
    expect(screen.queryByRole('columnheader', { name: /seed/ })).toBeNull();
    const pages = requests.filter(({ body }) => body?.max_results === 100);
    expect(pages.map(({ body }) => body.values.metrics)).toEqual([
      [],
      ['rmse', 'layer_1']
    ]);
  });

  it('grow with a column that is chosen', async () => {
    showPicky();
    await row('name of 3');
    fireEvent.click(screen.getByRole('button', { name: 'Columns' }));
    fireEvent.click(await screen.findByRole('checkbox', { name: 'seed' }));
    expect(await within(await row('name of 3')).findByText('42')).toBeTruthy();
  });

  it('are offered in the search, also of params without a column', async () => {
    showPicky();
    await row('name of 3');
    const box = screen.getByRole('combobox', { name: 'Search runs' });
    fireEvent.focus(box);
    fireEvent.change(box, { target: { value: 'params.seed = ' } });
    expect(await screen.findByRole('option', { name: "'42'" })).toBeTruthy();
  });
});

describe('the search', () => {
  it('finds a mistake without asking, and keeps the table', async () => {
    const { requests } = show();
    await row('name of a');
    search('rmse < 6');
    await screen.findByText(/is not a key of these runs/);
    expect(await row('name of a')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'metrics.rmse' }));
    await screen.findByText('3 runs');
    expect(
      requests.some(({ body }) => body?.filter === 'metrics.rmse < 6')
    ).toBe(true);
  });

  it('says why the server refused', async () => {
    show({
      'trackbook/runs/search': ({ body }: { body: { filter?: string } }) =>
        body.filter
          ? new Refusal(400, {
              error_code: 'INVALID_PARAMETER_VALUE',
              message: 'Invalid clause(s) in filter string'
            })
          : { runs: ALL_RUNS, total_count: 3 }
    });
    await row('name of a');
    search("params.depth ILIKE 'x'");
    await screen.findByText('Invalid clause(s) in filter string');
    expect(await row('name of a')).toBeTruthy();
  });

  it('says that nothing matches, and clears itself', async () => {
    show({
      'trackbook/runs/search': ({ body }: { body: { filter?: string } }) =>
        body.filter
          ? { runs: [], total_count: 0 }
          : { runs: ALL_RUNS, total_count: 3 }
    });
    await row('name of a');
    search('owl');
    await screen.findByText('No run matches the search');
    fireEvent.click(screen.getAllByText('Clear the search').at(-1)!);
    await row('name of a');
  });
});

it('tells a beginner how a first run is made', async () => {
  show({ 'trackbook/runs/search': () => ({ runs: [], total_count: 0 }) });
  await screen.findByText('No runs yet');
});

it('offers another try when no server answers', async () => {
  let isUp = false;
  show({
    'mlflow/experiments/search': () =>
      isUp
        ? SERVER['mlflow/experiments/search']()
        : new Refusal(500, {
            error_code: 'INTERNAL_ERROR',
            message: 'disk is full'
          })
  });
  await screen.findByText('disk is full');
  isUp = true;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await row('name of a');
});
