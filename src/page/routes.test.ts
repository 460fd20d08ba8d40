import { formatRoute, parseRoute, type Route } from './routes.js';

describe('parseRoute', () => {
  it('lands on the run that the mlflow client printed', () => {
    expect(parseRoute('#/experiments/1/runs/abc')).toMatchObject({
      view: 'run',
      runId: 'abc'
    });
  });

  it('lands on the experiment that the mlflow client printed', () => {
    expect(parseRoute('#/experiments/7')).toMatchObject({
      view: 'runs',
      state: { experimentIds: ['7'] }
    });
  });

  it('knows the address of a model version in both forms', () => {
    const expected = {
      view: 'registry',
      state: { model: 'a model', version: '3' }
    };
    expect(parseRoute('#/models/a%20model/versions/3')).toMatchObject(expected);
    expect(parseRoute('#/models/a%20model/3')).toMatchObject(expected);
  });

  it('opens the runs for an empty or foreign address', () => {
    expect(parseRoute('').view).toBe('runs');
    expect(parseRoute('#/prompts').view).toBe('runs');
  });
});

describe('formatRoute', () => {
  const routes: Route[] = [
    {
      view: 'runs',
      state: {
        experimentIds: ['1', '2'],
        filter: "metrics.rmse < 6 AND params.model = 'x & y'",
        sort: { column: 'metrics.rmse', isDescending: false },
        columns: ['metrics.rmse', 'params.max depth'],
        viewType: 'ALL'
      }
    },
    { view: 'run', runId: 'abc', state: { tab: 'cells', artifact: null } },
    {
      view: 'compare',
      runIds: ['a', 'b'],
      state: { tab: 'scatter', baselineId: 'b', onlyDifferences: false }
    },
    {
      view: 'registry',
      state: { model: 'm/1', version: '2', otherVersion: '1' }
    }
  ];

  it.each(routes)('is read back as it was: $view', route => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  it('leaves out what is usual', () => {
    expect(
      formatRoute({
        view: 'runs',
        state: {
          experimentIds: ['1'],
          sort: { column: 'attributes.start_time', isDescending: true },
          viewType: 'ACTIVE_ONLY'
        }
      })
    ).toBe('#/experiments/1');
  });
});
