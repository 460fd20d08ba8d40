import { fireEvent, screen, within } from '@testing-library/react';
import { recordedExecutions } from '../../testing/recorded-executions.js';
import { renderView } from '../../testing/render-view.js';
import { wireRun } from '../../testing/sample-runs.js';
import { recordJson } from '../../testing/session-record.js';
import { RunView } from './RunView.js';

const pixel = { name: 'values', dtype: 'uint8', digest: 'p', min: 0, max: 255 };

const DATA = {
  version: 1,
  session: 's',
  files: [
    {
      path: 'images.npy',
      size: 3e9,
      note: 'not hashed: larger than 1GB (limit file)',
      readers: ['numpy.load'],
      executions: [0]
    }
  ],
  frames: [
    {
      name: 'images',
      library: 'numpy',
      rows: 60000,
      shape: [60000, 28, 28],
      digest: 'a'.repeat(64),
      columns: [pixel]
    },
    {
      name: 'twice',
      library: 'pandas',
      rows: 2,
      note: 'not read whole: column x: it holds objects of type Odd',
      columns: [pixel, pixel]
    }
  ],
  left_out: [{ execution: 3, note: 'more than 2,000 files: the others' }]
};

async function openDatasets(
  data: unknown = DATA,
  cells?: string
): Promise<void> {
  renderView(
    {
      'trackbook/features': () => ({ version: '1', features: [] }),
      'mlflow/runs/get': () => ({ run: wireRun('r1') }),
      'mlflow/runs/search': () => ({ runs: [] }),
      'mlflow/experiments/search': () => ({ experiments: [] }),
      'mlflow/artifacts/list': ({ query }) => ({
        files: query.get('path')
          ? ['data.json', ...(cells ? ['cells.json'] : [])].map(name => ({
              path: `trackbook/${name}`,
              is_dir: false,
              file_size: 1
            }))
          : [{ path: 'trackbook', is_dir: true }]
      }),
      'get-artifact': ({ query }) =>
        query.get('path')!.includes('cells') ? cells : JSON.stringify(data)
    },
    props => <RunView {...props} runId="r1" />
  );
  fireEvent.click(await screen.findByRole('tab', { name: 'Datasets' }));
}

const card = async (name: RegExp) =>
  within((await screen.findByRole('heading', { name })).closest('section')!);

it('shows arrays by their shape', async () => {
  await openDatasets();
  expect((await card(/^images/)).getByText('60,000 x 28 x 28')).toBeTruthy();
});

it('says what was left out, and why', async () => {
  await openDatasets();
  expect(
    (await card(/Not recorded/)).getByText(
      'Execution 3 had more than 2,000 files: the others'
    )
  ).toBeTruthy();
  expect((await card(/Files/)).getByText(/limit file/)).toBeTruthy();
  const odd = await card(/^twice/);
  expect(odd.getByText(/objects of type Odd/)).toBeTruthy();
  fireEvent.click(odd.getByText('2 columns'));
  expect(odd.getAllByRole('rowheader', { name: 'values' })).toHaveLength(2);
});

it('sets what other cells of the session read apart', async () => {
  const cells = recordJson(
    recordedExecutions([
      ['january', 'df = read("january.parquet")'],
      ['other', 'aside = read("aside.csv")'],
      ['model', 'df.mean()', { runIds: ['r1'] }]
    ])
  );
  const files = ['january.parquet', 'aside.csv'].map((path, seq) => ({
    path,
    executions: [seq]
  }));
  await openDatasets({ version: 1, files }, cells);

  const rest = (await screen.findByText('The rest of the session')).closest(
    'details'
  )!;
  expect(rest.open).toBe(false);
  expect(within(rest).getByRole('rowheader').textContent).toBe('aside.csv');
  const shown = screen.getByRole('rowheader', { name: 'january.parquet' });
  expect(rest.contains(shown)).toBe(false);
  expect(screen.getByText(/that the run depends on/)).toBeTruthy();
});
