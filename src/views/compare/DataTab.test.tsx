import { fireEvent, screen } from '@testing-library/react';
import { recordedExecutions } from '../../testing/recorded-executions.js';
import { renderView } from '../../testing/render-view.js';
import { wireRun } from '../../testing/sample-runs.js';
import { recordJson } from '../../testing/session-record.js';
import { CompareView } from './CompareView.js';

const column = (mean: number) => ({
  name: 'fare',
  dtype: 'float64',
  digest: String(mean),
  missing: 0,
  min: 0,
  max: 10 * mean,
  mean,
  std: 2
});

const DATA: Record<string, unknown> = {
  a: {
    version: 1,
    files: [
      { path: 'january.parquet', size: 10, sha256: 'a', executions: [0] }
    ],
    frames: [{ name: 'df', rows: 100, digest: 'a', columns: [column(10)] }]
  },
  b: {
    version: 1,
    files: [
      { path: 'february.parquet', size: 9, sha256: 'b', executions: [0] }
    ],
    frames: [{ name: 'df', rows: 90, digest: 'b', columns: [column(12)] }]
  }
};

const ENVIRONMENT: Record<string, unknown> = {
  a: { version: 1, python: { version: '3.11', implementation: 'CPython' } },
  b: { version: 1, python: { version: '3.12', implementation: 'CPython' } }
};

const server = (
  data: Record<string, unknown>,
  cells?: string,
  runs = [wireRun('a'), wireRun('b')]
) => ({
  'trackbook/features': () => ({ version: '1', features: ['runs.compare'] }),
  'trackbook/runs/compare': () => ({
    runs,
    metric_summaries: []
  }),
  'mlflow/artifacts/list': ({ query }: { query: URLSearchParams }) => ({
    files:
      query.get('path') === 'trackbook'
        ? [
            'data.json',
            'environment.json',
            ...(cells ? ['cells.json'] : [])
          ].map(name => ({ path: `trackbook/${name}`, is_dir: false }))
        : [{ path: 'trackbook', is_dir: true }]
  }),
  'get-artifact': ({ query }: { query: URLSearchParams }) => {
    const path = query.get('path')!;
    if (path.includes('cells')) {
      return cells;
    }
    const content = path.includes('data') ? data : ENVIRONMENT;
    return content[query.get('run_uuid')!];
  }
});

const open = async (
  tab: string,
  data = DATA,
  ...more: [cells?: string, runs?: ReturnType<typeof wireRun>[]]
) => {
  renderView(server(data, ...more), props => (
    <CompareView {...props} runIds={['a', 'b']} />
  ));
  fireEvent.click(await screen.findByRole('tab', { name: tab }));
};

const rowOf = async (name: string) =>
  (await screen.findByRole('rowheader', { name })).closest('tr')!.textContent;

describe('the data of compared runs', () => {
  it('differs in words', async () => {
    await open('Data');
    expect(await rowOf('february.parquet')).toContain('only read by name of b');
    expect(await rowOf('january.parquet')).toContain('only read by name of a');
    expect(screen.getByText('100 rows before, 90 now (−10%)')).toBeTruthy();
    expect(await rowOf('fare')).toContain(
      'mean 10 before, 12 now, 1 standard deviations higher'
    );
    expect(await rowOf('fare')).toContain('drift');
  });

  it('is told apart where both runs have one name', async () => {
    const runs = ['a', 'b'].map(id => {
      const run = wireRun(id);
      return { ...run, info: { ...run.info, run_name: 'model' } };
    });
    await open('Data', DATA, undefined, runs);
    expect(await rowOf('february.parquet')).toContain('only read by model (b)');
    expect(screen.getByText('model (b), against model (a)')).toBeTruthy();
  });

  it('is what each depends on, not all that their session read', async () => {
    const cells = recordJson(
      recordedExecutions([
        ['january', 'df = read("january.parquet")'],
        ['model a', 'df.mean()', { runIds: ['a'] }],
        ['february', 'df = read("february.parquet")'],
        ['model b', 'df.mean()', { runIds: ['b'] }]
      ])
    );
    const file = (path: string, seq: number) => ({
      path,
      size: 10,
      sha256: path,
      executions: [seq]
    });
    const a = { version: 1, files: [file('january.parquet', 0)] };
    const b = { ...a, files: [...a.files, file('february.parquet', 2)] };

    await open('Data', { a, b }, cells);
    expect(await rowOf('february.parquet')).toContain('only read by name of b');
    expect(await rowOf('january.parquet')).toContain('only read by name of a');
    expect(screen.queryByText(/all that its session read/)).toBeNull();
  });

  it('is of the whole session where the cells are not known, and says so', async () => {
    await open('Data');
    expect(
      (await screen.findByText(/all that its session read/)).textContent
    ).toContain('name of a, name of b');
  });

  it('says when it cannot be read', async () => {
    await open('Data', { ...DATA, b: { version: 7 } });
    expect((await screen.findByRole('alert')).textContent).toContain(
      'version 7'
    );
  });
});

describe('the environment of compared runs', () => {
  it('shows what differs', async () => {
    await open('Environment');
    expect(await rowOf('Python')).toBe('PythonCPython 3.11CPython 3.12');
    expect(
      screen.getAllByRole('columnheader').map(({ textContent }) => textContent)
    ).toEqual(['What', 'name of a', 'name of b']);
  });
});
