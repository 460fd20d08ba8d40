import { sampleRun } from '../testing/sample-runs.js';
import type { RunRecord } from './run-record.js';
import { sliceNotebook } from './slice-notebook.js';

type Wire = Record<string, unknown>;

const execution = (seq: number, source: string, more: Wire = {}): Wire => ({
  seq,
  cell_id: `cell-${seq}`,
  notebook: 'taxi/duration.ipynb',
  client: 'jupyterlab',
  execution_count: seq + 1,
  source,
  status: 'ok',
  run_ids: [],
  ...more
});

const OF_RUN = { run_ids: ['r1'] };

const record = (
  executions: Wire[],
  run: Parameters<typeof sampleRun>[0] = {}
): RunRecord => ({
  run: sampleRun({
    runId: 'r1',
    name: 'baseline',
    tags: { 'trackbook.notebook': 'taxi/duration.ipynb' },
    ...run
  }),
  cells: JSON.stringify({
    session: { id: 's1', kernel: 'python3', language_version: '3.11.2' },
    executions
  }),
  requirements: null,
  environment: null,
  data: null
});

const codeOf = (record: RunRecord) =>
  sliceNotebook(record)
    .cells.slice(1)
    .map(({ id, source }) => [id, source.join('')]);

const originOf = (record: RunRecord) =>
  sliceNotebook(record).cells[0].source.join('');

it('is refused where the cells are not Python', () => {
  const { cells, ...others } = record([execution(0, 'x <- 1', OF_RUN)]);
  const { executions } = JSON.parse(cells!);
  const inR = JSON.stringify({ session: { language: 'R' }, executions });
  expect(() => sliceNotebook({ ...others, cells: inR })).toThrow(
    'The cells of run baseline are written in R.'
  );
});

it('has what the run depends on, in the order in which it ran', () => {
  const notebook = sliceNotebook(
    record([
      execution(0, 'import pandas as pd\ndf = pd.read_parquet("x")'),
      execution(1, 'note = "unrelated"'),
      execution(2, '%%track baseline\nrmse = fit(df)', OF_RUN)
    ])
  );

  expect(notebook.cells.slice(1)).toEqual([
    {
      cell_type: 'code',
      id: 'cell-0',
      metadata: { trackbook: { of_run: false } },
      source: ['import pandas as pd\n', 'df = pd.read_parquet("x")'],
      outputs: [],
      execution_count: null
    },
    {
      cell_type: 'code',
      id: 'cell-2',
      metadata: { trackbook: { of_run: true } },
      source: ['rmse = fit(df)'],
      outputs: [],
      execution_count: null
    }
  ]);
  expect(notebook).toMatchObject({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        name: 'python3',
        display_name: 'Python 3 (ipykernel)',
        language: 'python'
      },
      language_info: { name: 'python', version: '3.11.2' },
      trackbook: {
        run_id: 'r1',
        notebook: 'taxi/duration.ipynb',
        session: 's1'
      }
    }
  });
});

it('has each source as it ran, though its cell ran differently later', () => {
  expect(
    codeOf(
      record([
        execution(0, 'a = 1', { cell_id: 'x' }),
        execution(1, 'a = a + 1', { cell_id: 'x' }),
        execution(2, 'a = a * 2', { cell_id: '' }),
        execution(3, 'print(a)', { ...OF_RUN, cell_id: 'x' })
      ])
    )
  ).toEqual([
    ['x', 'a = 1'],
    ['x-2', 'a = a + 1'],
    ['cell', 'a = a * 2'],
    ['x-3', 'print(a)']
  ]);
});

it('makes ids that nbformat accepts', () => {
  const long = 'x'.repeat(64);

  const ids = codeOf(
    record([
      execution(0, 'a = 1', { cell_id: 'vscode://cell#1' }),
      execution(1, 'b = a', { cell_id: long }),
      execution(2, 'b + a', { ...OF_RUN, cell_id: long })
    ])
  ).map(([id]) => id);

  expect(ids).toEqual(['vscode---cell-1', long, `${'x'.repeat(62)}-2`]);
});

it.each([
  ['%%track\nx = 1', 'x = 1'],
  ['\n%%track my name\n%%time\nx = 1', '%%time\nx = 1'],
  ['%%tracker\nx = 1', '%%tracker\nx = 1'],
  ['%track_start\nx = 1\n%track_stop', 'x = 1\n'],
  ['if x:\n    %track_start try\nx = 1', 'if x:\n    pass\nx = 1'],
  ['%track_log rmse=1', '%track_log rmse=1']
])('leaves out of %j what makes runs', (source, left) => {
  expect(codeOf(record([execution(0, source, OF_RUN)]))).toEqual([
    ['cell-0', left]
  ]);
});

it('leaves out cells that only made the run, and those that did not run', () => {
  expect(
    codeOf(
      record([
        execution(0, '%track_start', OF_RUN),
        execution(1, 'x = 1', { ...OF_RUN, status: 'aborted' }),
        execution(2, 'x = 2', OF_RUN),
        execution(3, '%track_stop', OF_RUN)
      ])
    )
  ).toEqual([['cell-2', 'x = 2']]);
});

it('lets a cell fail that failed then', () => {
  const { cells } = sliceNotebook(
    record([
      execution(0, 'a = 1\nb', { status: 'error' }),
      execution(1, 'print(a)', OF_RUN)
    ])
  );

  expect(cells[1].metadata).toMatchObject({ tags: ['raises-exception'] });
  expect(cells[2].metadata).not.toHaveProperty('tags');
});

it('says where it comes from', () => {
  const origin = originOf(
    record([execution(0, 'x = 1', OF_RUN)], {
      name: 'try | *1*',
      startedAt: Date.UTC(2026, 2, 4, 5, 6),
      tags: {
        'trackbook.notebook': 'taxi/duration.ipynb',
        'mlflow.source.git.commit': 'abc123',
        'trackbook.git.dirty': 'true'
      },
      datasets: [
        {
          name: 'green',
          digest: '9f2',
          sourceType: '',
          source: '',
          schema: '',
          profile: '',
          context: null
        }
      ]
    })
  );

  expect(origin.split('\n')).toEqual([
    '# Run try \\| \\*1\\*',
    '',
    'The cells that this run depends on, as they ran and in the order in which they ran.',
    '',
    '| | |',
    '|---|---|',
    '| Run | try \\| \\*1\\* (`r1`) |',
    '| Notebook | taxi/duration.ipynb |',
    '| Date | 2026-03-04 05:06 UTC |',
    '| Commit | `abc123`, with uncommitted changes |',
    '| Python | 3.11.2 |',
    '| Data | green (9f2) |'
  ]);
});

it('names the files that it read', () => {
  const origin = originOf({
    ...record([
      execution(0, 'unrelated = read("b.csv")'),
      execution(1, 'df = read("a.csv")', OF_RUN)
    ]),
    data: JSON.stringify({
      version: 1,
      files: [
        { path: 'a.csv', sha256: '0123456789abcdef', executions: [1] },
        { path: 'out.csv', use: 'output', executions: [1] },
        { path: 'b.csv', executions: [0] }
      ]
    })
  });

  expect(origin).toContain('| Data | a.csv (0123456789) |');
});

it('says that secrets are missing', () => {
  const of = (source: string) =>
    originOf(record([execution(0, source, OF_RUN)]));

  expect(of("token = '***masked***'")).toContain('Secrets were not stored');
  expect(of('x = 1')).not.toContain('Secrets');
});

it('says why there is none', () => {
  expect(() => sliceNotebook({ ...record([]), cells: null })).toThrow(
    'The cells of run baseline are not known: it has no trackbook/cells.json.'
  );
  expect(() => sliceNotebook(record([execution(0, 'x = 1')]))).toThrow(
    'no execution in its trackbook/cells.json belongs to it'
  );
});
