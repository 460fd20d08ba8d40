import { sampleRun } from '../testing/sample-runs.js';
import { differenceJson } from './difference-json.js';
import { differenceOf } from './run-difference.js';
import type { RunRecord } from './run-record.js';

const record = (
  run: Parameters<typeof sampleRun>[0],
  files: Partial<RunRecord> = {}
): RunRecord => ({
  run: sampleRun(run),
  cells: null,
  requirements: null,
  environment: null,
  data: null,
  ...files
});

const metrics = (
  a: Record<string, number>,
  b: Record<string, number>,
  tolerance = 1e-6
) => differenceOf(record({ metrics: a }), record({ metrics: b }), tolerance);

describe('metrics', () => {
  it.each<[string, number, number, boolean]>([
    ['the same', 6.31, 6.31, true],
    ['within the tolerance', 1e9, 1e9 + 1, true],
    ['beyond the tolerance', 1, 1.00001, false],
    ['small but far apart', 1e-12, 2e-12, false],
    ['NaN and NaN', NaN, NaN, true],
    ['NaN and a number', NaN, 1, false],
    ['the same infinity', Infinity, Infinity, true],
    ['both infinities', Infinity, -Infinity, false],
    ['infinity and a number', Infinity, 1, false],
    ['zero and zero', 0, -0, true],
    ['zero and nearly zero', 0, 1e-12, false]
  ])('%s', (_, a, b, agrees) => {
    expect(metrics({ rmse: a }, { rmse: b }).holds).toBe(agrees);
    expect(metrics({ rmse: b }, { rmse: a }).holds).toBe(agrees);
  });

  it('are a share of the larger apart', () => {
    const difference = metrics({ rmse: 4 }, { rmse: 5 }, 0.2);

    expect(difference.metrics).toEqual([
      { key: 'rmse', a: 4, b: 5, relative: 0.2, agrees: true }
    ]);
  });

  it('do not agree where one is missing', () => {
    const difference = metrics({ rmse: 1, mae: 2 }, { rmse: 1 });

    expect(difference.holds).toBe(false);
    expect(difference.metrics[0]).toMatchObject({
      key: 'mae',
      b: null,
      agrees: false
    });
  });

  it('of the machine do not count', () => {
    expect(
      metrics({ 'system/cpu': 1, rmse: 1 }, { 'system/cpu': 2, rmse: 1 })
    ).toMatchObject({ holds: true, metrics: [{ key: 'rmse' }] });
  });

  it('that neither run has are told of', () => {
    expect(metrics({}, {})).toMatchObject({
      holds: true,
      notes: expect.arrayContaining([
        'Neither run has metrics that its code logged: there is nothing to compare.'
      ])
    });
  });
});

it('lists what was logged by hand apart, and does not compare it', () => {
  const typed = JSON.stringify(['metrics.score', 'params.reviewer']);
  const original = record({
    metrics: { rmse: 1, score: 9 },
    params: { alpha: '1', reviewer: 'ann' },
    tags: { 'trackbook.by_hand': typed }
  });
  const again = record({ metrics: { rmse: 1 }, params: { alpha: '1' } });

  expect(differenceOf(original, again, 0)).toMatchObject({
    holds: true,
    metrics: [{ key: 'rmse' }],
    params: [],
    manual: [
      { name: 'score', a: '9', b: null },
      { name: 'reviewer', a: 'ann', b: null }
    ]
  });
});

it.each(['', 'rmse', '{"metrics.rmse": 1}'])(
  'takes no harm from a tag %p that somebody else wrote',
  tag => {
    const tags = { 'trackbook.by_hand': tag };
    const original = record({ metrics: { rmse: 1 }, tags });

    expect(
      differenceOf(original, record({ metrics: { rmse: 2 } }), 0)
    ).toMatchObject({ holds: false, manual: [] });
  }
);

it('lists the params, packages, data and surroundings that differ, and only those', () => {
  const cells = (version: string) =>
    JSON.stringify({ session: { language_version: version } });
  const dataset = (digest: string) => ({
    name: 'green',
    digest,
    sourceType: 'local',
    source: '',
    schema: '',
    profile: '',
    context: 'training'
  });

  const difference = differenceOf(
    record(
      {
        params: { depth: '7', alpha: '0.1' },
        tags: { 'mlflow.source.git.commit': 'abc' },
        datasets: [dataset('one')]
      },
      {
        cells: cells('3.11.2'),
        requirements: 'numpy==1.26.4\npandas==2.2.0\nrich==13\n'
      }
    ),
    record(
      {
        params: { depth: '8', alpha: '0.1' },
        tags: {
          'mlflow.source.git.commit': 'abc',
          'trackbook.git.dirty': 'true'
        },
        datasets: [dataset('two')]
      },
      {
        cells: cells('3.12.0'),
        requirements: 'numpy==2.0.0\npandas==2.2.0\nscikit-learn==1.5\n'
      }
    ),
    0
  );

  expect(difference).toMatchObject({
    params: [{ name: 'depth', a: '7', b: '8' }],
    environment: [
      { name: 'Python', a: '3.11.2', b: '3.12.0' },
      { name: 'Commit', a: 'abc', b: 'abc with uncommitted changes' },
      { name: 'numpy', a: '1.26.4', b: '2.0.0' },
      { name: 'rich', a: '13', b: null },
      { name: 'scikit-learn', a: null, b: '1.5' }
    ],
    data: [{ name: 'green', change: 'digest one before, two now' }]
  });
});

it('does not take missing records for differences', () => {
  const difference = differenceOf(
    record(
      { name: 'old', tags: { 'mlflow.source.git.commit': 'abc' } },
      { requirements: 'numpy==1.26.4', cells: '{}' }
    ),
    record({ name: 'new', metrics: { rmse: 1 } }),
    0
  );

  expect(difference.environment).toEqual([]);
  expect(difference.notes).toEqual([
    'Run new has no record of its packages, so they are not compared.'
  ]);
});

it('compares the recorded data of what the runs depend on', () => {
  const files = (runId: string, sha256: string): Partial<RunRecord> => ({
    cells: JSON.stringify({
      executions: [
        { seq: 0, source: 'other = read("b.csv")' },
        { seq: 1, source: 'df = read("a.csv")', run_ids: [runId] }
      ]
    }),
    data: JSON.stringify({
      version: 1,
      files: [
        { path: 'a.csv', sha256, executions: [1] },
        { path: 'b.csv', sha256: sha256 + sha256, executions: [0] }
      ]
    })
  });

  expect(
    differenceOf(
      record({ runId: 'r1' }, files('r1', 'aa')),
      record({ runId: 'r2' }, files('r2', 'bb')),
      0
    ).data
  ).toEqual([{ name: 'a.csv', change: 'changed, of the same size' }]);
});

it('prefers the record of the environment', () => {
  const environment = (version: string, cores: number) =>
    JSON.stringify({
      version: 1,
      python: { version, implementation: 'CPython' },
      cpu: { model: null, cores }
    });

  expect(
    differenceOf(
      record({}, { cells: '{}', environment: environment('3.11.2', 2) }),
      record({}, { cells: '{}', environment: environment('3.11.2', 8) }),
      0
    ).environment
  ).toEqual([{ name: 'Cores', a: '2', b: '8' }]);
});

it('survives JSON', () => {
  const [a, b] = [
    record({ metrics: { loss: NaN, rmse: 1 } }),
    record({ metrics: { loss: Infinity } })
  ];
  const json = differenceJson(a.run, b.run, differenceOf(a, b, 1e-3));

  expect(JSON.parse(JSON.stringify(json))).toMatchObject({
    run_a: { run_id: a.run.runId, name: a.run.name },
    holds: false,
    tolerance: 0.001,
    metrics: [
      { key: 'loss', a: 'NaN', b: 'Infinity', relative: null },
      { key: 'rmse', a: 1, b: null, relative: null }
    ]
  });
});
