import { sampleRun } from '../../testing/sample-runs.js';
import type { ChartTheme } from './figure.js';
import { metricCurves, type Curve } from './metric-curves.js';
import { parallelCoordinates } from './parallel-coordinates.js';
import { scatter } from './scatter.js';
import { smooth } from './smooth.js';
import { valueAxis } from './value-axis.js';

const theme: ChartTheme = {
  text: '#000',
  mutedText: '#555',
  grid: '#ddd',
  background: '#fff',
  isDark: false,
  font: 'sans-serif'
};

const runs = [
  sampleRun({
    name: 'one',
    metrics: { rmse: 6 },
    params: { depth: '10', model: 'ridge' }
  }),
  sampleRun({
    name: '<b>',
    metrics: { rmse: 7 },
    params: { depth: '9', model: 'xgboost' }
  }),
  sampleRun({
    name: 'none',
    metrics: {},
    params: { depth: '8', model: 'xgboost' }
  })
];

describe('valueAxis', () => {
  it('takes params that are all numbers for numbers', () => {
    expect(valueAxis(runs, 'params.depth')).toMatchObject({
      kind: 'number',
      values: [10, 9, 8]
    });
  });

  it('lists categories one by one', () => {
    expect(valueAxis(runs, 'params.model')).toMatchObject({
      kind: 'category',
      categories: ['ridge', 'xgboost']
    });
  });
});

describe('metricCurves', () => {
  const curve: Curve = {
    name: 'a run',
    colour: '#123456',
    series: {
      runId: 'a',
      key: 'loss',
      totalCount: 3,
      isSampled: false,
      min: 1,
      max: 3,
      last: 1,
      points: [
        { step: 0, timestamp: 5_000, value: 3 },
        { step: 10, timestamp: 6_000, value: 2 },
        { step: 20, timestamp: 8_000, value: 1 }
      ]
    }
  };
  const options = { axis: 'step', smoothing: 0, isLog: false } as const;
  const xOf = (axis: 'step' | 'relative' | 'time') =>
    (
      metricCurves([curve], { ...options, axis }, theme).data[0] as {
        x: unknown;
      }
    ).x;

  it('runs along steps, seconds or times', () => {
    expect(xOf('step')).toEqual([0, 10, 20]);
    expect(xOf('relative')).toEqual([0, 1, 3]);
    expect(xOf('time')).toEqual(
      [5_000, 6_000, 8_000].map(time => new Date(time))
    );
  });

  it('keeps the points behind a smoothed curve', () => {
    const { data } = metricCurves(
      [curve],
      { ...options, smoothing: 0.6 },
      theme
    );
    expect(data).toHaveLength(2);
    expect(data[0]).toMatchObject({ y: [3, 2, 1], opacity: 0.25 });
  });

  it('has a log scale', () => {
    const { layout } = metricCurves(
      [curve],
      { ...options, isLog: true },
      theme
    );
    expect(layout.yaxis?.type).toBe('log');
  });
});

describe('smooth', () => {
  it('starts at the first value and stays a mean', () => {
    expect(smooth([4, 4, 4], 0.9)).toEqual([4, 4, 4].map(expect.closeTo));
    expect(smooth([1, 3], 0.5)[1]).toBeCloseTo(7 / 3);
  });

  it('leaves gaps where there is no number', () => {
    expect(smooth([1, NaN, 1], 0.5)).toEqual([1, NaN, 1]);
  });
});

describe('scatter', () => {
  it('has a dot for each run, which knows its run', () => {
    const { data } = scatter(
      runs,
      { x: 'params.depth', y: 'metrics.rmse' },
      theme
    );
    expect(data[0]).toMatchObject({
      x: [10, 9, 8],
      y: [6, 7, null],
      customdata: runs.map(run => run.runId),
      text: ['one', '&lt;b>', 'none']
    });
  });
});

describe('parallelCoordinates', () => {
  const { data } = parallelCoordinates(
    runs,
    ['params.model', 'metrics.rmse'],
    theme
  );
  const trace = data[0] as unknown as {
    dimensions: { values: number[]; ticktext?: string[] }[];
    line: { color: number[]; reversescale: boolean };
  };

  it('labels categories and leaves out runs that lack a value', () => {
    expect(trace.dimensions[0]).toMatchObject({
      values: [0, 1],
      ticktext: ['ridge', 'xgboost']
    });
  });

  it('leaves room beyond the least and the greatest number', () => {
    const [least, greatest] = (
      trace.dimensions[1] as unknown as { range: [number, number] }
    ).range;
    expect(least).toBeLessThan(6);
    expect(greatest).toBeGreaterThan(7);
  });

  it('shortens names that have no room above their axis', () => {
    const name = 'validation_error_'.repeat(10);
    const long = runs.map(run => ({ ...run, metrics: { [name]: 1 } }));
    const id = `metrics.${name}`;
    const { data } = parallelCoordinates(long, ['params.model', id], theme);
    expect(data[0]).toMatchObject({
      dimensions: [{}, { label: 'validation_error_vali…' }]
    });
    const { layout } = scatter(long, { x: id, y: id }, theme);
    expect(JSON.stringify(layout.xaxis)).toContain('validation_error_vali');
    expect(JSON.stringify(layout.xaxis)).not.toContain(name);
  });

  it('makes the best darkest on a light page', () => {
    expect(trace.line).toMatchObject({ color: [6, 7], reversescale: false });
  });
});
