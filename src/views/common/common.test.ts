import {
  formatBytes,
  formatDelta,
  formatDuration,
  formatMetric
} from './format.js';
import { indexOfBest, isLowerBetter } from './metric-direction.js';
import { parseMlmodel } from './mlmodel.js';
import { loadingSnippet } from './model-snippets.js';
import { concerns } from './refresh.js';
import { isPublicTag, isTellingTag, userTags } from './tags.js';
import { untranslated } from './translation.js';

describe('formatMetric', () => {
  it.each([
    [6.30249, '6.302'],
    [0.98765, '0.9877'],
    [123.456, '123.46'],
    [12345.678, '12,345.7'],
    [42, '42'],
    [-1.5, '−1.500'],
    [0.00001234, '1.23e−5'],
    [0, '0'],
    [NaN, 'NaN'],
    [Infinity, '∞']
  ])('%d is %s', (value, text) => expect(formatMetric(value)).toBe(text));
});

it('formats durations, sizes and deltas', () => {
  expect(
    [250, 1_500, 61_000, 3_600_000, 90_000_000].map(formatDuration)
  ).toEqual(['250 ms', '1.5 s', '1 min 1 s', '1 h', '1 d 1 h']);
  expect([0, 999, 87_600, 2_500_000_000].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '87.6 kB',
    '2.5 GB'
  ]);
  expect([0.1, -2, 0].map(formatDelta)).toEqual(['+0.1000', '−2', '±0']);
});

describe('the better direction of a metric', () => {
  it.each(['rmse', 'val_loss', 'test_mae', 'mean_squared_error', 'latency_ms'])(
    'is down for %s',
    key => expect(isLowerBetter(key)).toBe(true)
  );
  it.each(['accuracy', 'roc_auc', 'r2', 'f1_score', 'precision'])(
    'is up for %s',
    key => expect(isLowerBetter(key)).toBe(false)
  );

  it('finds the best, unless there is nothing to compare', () => {
    expect(indexOfBest('rmse', [6.5, undefined, 6.3, NaN])).toBe(2);
    expect(indexOfBest('r2', [0.5, 0.6])).toBe(1);
    expect(indexOfBest('rmse', [6.5, undefined])).toBe(-1);
    expect(indexOfBest('rmse', [6.5, undefined, 6.5])).toBe(-1);
  });
});

const MLMODEL = `artifact_path: model
flavors:
  python_function:
    env:
      conda: conda.yaml
    loader_module: mlflow.xgboost
  xgboost:
    data: null
    model_class: xgboost.sklearn.XGBRegressor
mlflow_version: 3.17.2
model_size_bytes: 177123
signature:
  inputs: '[{"type": "double", "name": "trip''s distance", "required": true}, {"type":
    "string", "name": "PU_DO", "required": true}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1]}}]'
  params: null
`;

describe('parseMlmodel', () => {
  it('finds flavors, size and signature', () => {
    expect(parseMlmodel(MLMODEL)).toEqual({
      flavors: ['python_function', 'xgboost'],
      sizeBytes: 177_123,
      mlflowVersion: '3.17.2',
      inputs: [
        { name: "trip's distance", type: 'double' },
        { name: 'PU_DO', type: 'string' }
      ],
      outputs: [{ name: '', type: 'float32 (-1)' }]
    });
  });

  it('makes do with less', () => {
    expect(parseMlmodel('flavors:\n  sklearn:\n    a: 1\n')).toMatchObject({
      flavors: ['sklearn'],
      sizeBytes: null,
      inputs: []
    });
  });
});

it('writes a snippet with the flavor of the model', () => {
  const code = loadingSnippet('models:/m@champion', [
    'python_function',
    'xgboost'
  ]);
  expect(code).toContain('mlflow.pyfunc.load_model("models:/m@champion")');
  expect(code).toContain('mlflow.xgboost.load_model("models:/m@champion")');
});

describe('what a change concerns', () => {
  const run = { entity: 'run', action: 'updated', run_id: 'a' } as const;

  it('is the run itself, tables and comparisons with it', () => {
    expect(concerns(run, ['run', 'a'])).toBe(true);
    expect(concerns(run, ['run', 'b'])).toBe(false);
    expect(concerns(run, ['runs', 'page'])).toBe(true);
    expect(concerns(run, ['comparison', ['b', 'a']])).toBe(true);
    expect(concerns(run, ['models'])).toBe(false);
  });

  it('is the curves only when metrics were logged', () => {
    const key = ['metrics', ['a'], ['rmse']];
    expect(concerns({ ...run, parts: ['tags'] }, key)).toBe(false);
    expect(concerns({ ...run, parts: ['metrics'] }, key)).toBe(true);
  });

  it('is the model of a version', () => {
    const change = {
      entity: 'model_version',
      action: 'updated',
      name: 'm',
      version: '1'
    } as const;
    expect(concerns(change, ['versions', 'm'])).toBe(true);
    expect(concerns(change, ['versions', 'other'])).toBe(false);
    expect(concerns(change, ['models'])).toBe(true);
  });
});

it('fills translations in', () => {
  expect(untranslated.__('%1 of %2', 1, 2)).toBe('1 of 2');
  expect(untranslated._n('%1 run', '%1 runs', 2)).toBe('2 runs');
});

describe('tags', () => {
  const tags = {
    team: 'a',
    'trackbook.key': 'k',
    'trackbook.verdict': 'clean',
    'trackbook.session': 's',
    'mlflow.user': 'ann'
  };

  it('of people are told from those of tools', () => {
    expect(userTags(tags)).toEqual([['team', 'a']]);
  });

  it('are worth comparing when runs can differ in them by choice', () => {
    expect(Object.keys(tags).filter(isTellingTag)).toEqual([
      'team',
      'trackbook.verdict'
    ]);
  });

  it('that are internal are shown nowhere', () => {
    expect(Object.keys(tags).filter(key => !isPublicTag(key))).toEqual([
      'trackbook.key'
    ]);
  });
});
