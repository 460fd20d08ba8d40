import { sampleRun } from '../../testing/sample-runs.js';
import { newestOfSessions } from './use-recorded-executions.js';

const run = (runId: string, session: string, kind: string, status = {}) =>
  sampleRun({
    runId,
    tags: { 'trackbook.session': session, 'trackbook.kind': kind },
    ...status
  });

it('reads one record of each session, and of few sessions', () => {
  const runs = [
    run('live', 's1', 'recording', { status: 'RUNNING' }),
    run('cell', 's1', 'cell'),
    run('r4', 's1', 'recording'),
    run('r3', 's1', 'recording'),
    run('n2', 's2', 'notebook'),
    run('r1', 's3', 'recording'),
    run('r0', 's4', 'recording')
  ];
  expect(newestOfSessions(runs).map(({ runId }) => runId)).toEqual([
    'r4',
    'n2',
    'r1'
  ]);
});
