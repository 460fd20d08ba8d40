import { fireEvent, screen } from '@testing-library/react';
import { renderView } from '../../testing/render-view.js';
import { wireRun } from '../../testing/sample-runs.js';
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

const server = (data: Record<string, unknown>) => ({
  'trackbook/features': () => ({ version: '1', features: ['runs.compare'] }),
  'trackbook/runs/compare': () => ({
    runs: [wireRun('a'), wireRun('b')],
    metric_summaries: []
  }),
  'mlflow/artifacts/list': ({ query }: { query: URLSearchParams }) => ({
    files:
      query.get('path') === 'trackbook'
        ? ['data.json', 'environment.json'].map(name => ({
            path: `trackbook/${name}`,
            is_dir: false
          }))
        : [{ path: 'trackbook', is_dir: true }]
  }),
  'get-artifact': ({ query }: { query: URLSearchParams }) => {
    const content = query.get('path')!.includes('data') ? data : ENVIRONMENT;
    return content[query.get('run_uuid')!];
  }
});

const open = async (tab: string, data = DATA) => {
  renderView(server(data), props => (
    <CompareView {...props} runIds={['a', 'b']} />
  ));
  fireEvent.click(await screen.findByRole('tab', { name: tab }));
};

const rowOf = async (name: string) =>
  (await screen.findByRole('rowheader', { name })).closest('tr')!.textContent;

describe('the data of compared runs', () => {
  it('differs in words', async () => {
    await open('Data');
    expect(await rowOf('february.parquet')).toContain(
      'only read by the second run'
    );
    expect(await rowOf('january.parquet')).toContain(
      'only read by the first run'
    );
    expect(screen.getByText('100 rows before, 90 now (−10%)')).toBeTruthy();
    expect(await rowOf('fare')).toContain(
      'mean 10 before, 12 now, 1 standard deviations higher'
    );
    expect(await rowOf('fare')).toContain('drift');
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
  });
});
