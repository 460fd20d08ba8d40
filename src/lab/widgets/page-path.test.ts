import { pagePath } from './page-path.js';
import { type ViewAddress } from './view-address.js';

describe('pagePath', () => {
  it.each<[string, ViewAddress]>([
    ['#/experiments/', { kind: 'runs' }],
    [
      '#/experiments/1,2?filter=metrics.rmse+%3C+6',
      {
        kind: 'runs',
        state: { experimentIds: ['1', '2'], filter: 'metrics.rmse < 6' }
      }
    ],
    ['#/runs/abc', { kind: 'run', runId: 'abc' }],
    ['#/compare?runs=a,b', { kind: 'compare', runIds: ['a', 'b'] }],
    ['#/models', { kind: 'registry' }],
    [
      '#/models/green%20taxi/3',
      { kind: 'registry', state: { model: 'green taxi', version: '3' } }
    ]
  ])('is %s', (path, address) => {
    expect(pagePath(address)).toBe(path);
  });
});
