import { sampleRun } from '../../testing/sample-runs.js';
import { chooseDimensions, chooseScatterAxes } from './choose-axes.js';
import { comparisonRows } from './comparison-rows.js';

const runs = [
  sampleRun({
    metrics: { rmse: 6, r2: 0.5, same: 1 },
    params: { model: 'ridge', depth: '3', seed: '1' },
    tags: { 'mlflow.user': 'ada', team: 'a' }
  }),
  sampleRun({
    metrics: { rmse: 7, r2: 0.6, same: 1 },
    params: { model: 'xgboost', depth: '5', seed: '1', alpha: '2' },
    tags: { 'mlflow.user': 'bob', team: 'a' }
  })
];

describe('comparisonRows', () => {
  it('puts what differs first and marks the best', () => {
    expect(comparisonRows(runs, 'metrics')).toEqual([
      expect.objectContaining({ key: 'r2', isDifferent: true, best: 1 }),
      expect.objectContaining({ key: 'rmse', isDifferent: true, best: 0 }),
      expect.objectContaining({ key: 'same', isDifferent: false, best: -1 })
    ]);
  });

  it('takes a missing param for a difference', () => {
    const alpha = comparisonRows(runs, 'params').find(
      row => row.key === 'alpha'
    );
    expect(alpha).toMatchObject({
      isDifferent: true,
      values: [undefined, '2']
    });
  });

  it("leaves the tools' own tags out", () => {
    expect(comparisonRows(runs, 'tags').map(({ key }) => key)).toEqual([
      'team'
    ]);
  });
});

describe('axes chosen for the user', () => {
  it('are the param that varies and the metric that counts', () => {
    expect(chooseScatterAxes(runs)).toEqual({
      x: 'params.depth',
      y: 'metrics.rmse'
    });
  });

  it('are two metrics when no param differs', () => {
    const alike = runs.map(run => ({ ...run, params: {} }));
    expect(chooseScatterAxes(alike)).toEqual({
      x: 'metrics.r2',
      y: 'metrics.rmse'
    });
  });

  it('leave out params that some runs lack, and end with the metric', () => {
    expect(chooseDimensions(runs)).toEqual([
      'params.model',
      'params.depth',
      'metrics.rmse'
    ]);
  });

  it('are none without a metric', () => {
    expect(chooseScatterAxes([sampleRun()])).toBeNull();
    expect(chooseDimensions([sampleRun()])).toEqual([]);
  });
});
