import { recordedExecutions } from '../../testing/recorded-executions.js';
import { sampleRun } from '../../testing/sample-runs.js';
import { runColour } from '../charts/run-colours.js';
import { markCells, tellingMetrics } from './cell-marks.js';

const run = (
  runId: string,
  cellId: string | null,
  other: Parameters<typeof sampleRun>[0] = {}
) =>
  sampleRun({
    runId,
    tags: cellId === null ? {} : { 'trackbook.cell_id': cellId },
    ...other
  });

/** What stands at each cell. */
const markOf = (...args: Parameters<typeof markCells>) =>
  Object.fromEntries(
    markCells(...args).map(({ cellId, run, order, status, olderCount }) => [
      cellId,
      { runId: run.runId, order, status, olderCount }
    ])
  );

it('shows of each cell its newest run and counts the older ones', () => {
  const runs = [
    run('3', 'a', { startedAt: 3 }),
    run('2', 'b', { startedAt: 2, status: 'FAILED' }),
    run('1', 'a', { startedAt: 1 })
  ];
  expect(markOf(runs, 3, [])).toEqual({
    a: { runId: '3', order: null, status: 'FINISHED', olderCount: 1 },
    b: { runId: '2', order: null, status: 'FAILED', olderCount: 0 }
  });
});

it('leaves runs their colours when a new one comes', () => {
  const old = run('old', 'a', { startedAt: 1 });
  const colour = (runs: (typeof old)[], total: number) =>
    markCells(runs, total, []).find(mark => mark.run === old)!.colour;
  expect(colour([old], 8)).toBe(runColour(7));
  expect(colour([run('new', 'b', { startedAt: 2 }), old], 9)).toBe(
    runColour(7)
  );
});

it('marks no cell for runs of none, nor for the trials of a search', () => {
  const runs = [
    run('trial', 'a', { parentRunId: 'search', startedAt: 2 }),
    run('search', 'a', { startedAt: 1 }),
    run('script', null),
    run('stray', 'c', { parentRunId: 'of another notebook' })
  ];
  expect(Object.keys(markOf(runs, 4, []))).toEqual(['c', 'a']);
  expect(markOf(runs, 4, []).a).toMatchObject({
    runId: 'search',
    olderCount: 0
  });
});

describe('the cells of a recording', () => {
  const recording = run('rec', null, { startedAt: 10, status: 'FAILED' });
  const executions = recordedExecutions([
    ['before', 'x = 1', { startedAt: 5 }],
    ['a', 'a', { startedAt: 10, executionCount: 7, runIds: ['rec'] }],
    ['b', '1/0', { startedAt: 11, runIds: ['rec'], status: 'error' }],
    ['', 'in a console', { startedAt: 12, runIds: ['rec'] }],
    ['a', 'a', { startedAt: 13, executionCount: 9, runIds: ['rec'] }]
  ]);

  it('have its mark, with the place and the end of their last execution', () => {
    expect(markOf([recording], 1, executions)).toEqual({
      a: { runId: 'rec', order: '9', status: 'FINISHED', olderCount: 0 },
      b: { runId: 'rec', order: '3', status: 'FAILED', olderCount: 0 }
    });
  });

  it('keep the mark of a run of their own that is newer', () => {
    const later = run('later', 'a', { startedAt: 20 });
    expect(markOf([later, recording], 2, executions).a).toMatchObject({
      runId: 'later',
      olderCount: 1
    });
    const earlier = run('earlier', 'a', { startedAt: 1 });
    expect(markOf([recording, earlier], 2, executions).a).toMatchObject({
      runId: 'rec',
      olderCount: 1
    });
  });

  it('have none of runs that are gone', () => {
    expect(markOf([], 0, executions)).toEqual({});
  });
});

it('tells preferred metrics first, and few', () => {
  const metrics = { z: 1, loss: 2, b: 3, c: 4, d: 5, mae: 6 };
  const keys = tellingMetrics(sampleRun({ metrics }), ['mae', 'absent']).map(
    ([key]) => key
  );
  expect(keys[0]).toBe('mae');
  expect(keys).toHaveLength(4);
});
