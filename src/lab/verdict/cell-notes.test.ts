import { StudiedSession } from '../../analysis/index.js';
import { recordedExecutions } from '../../testing/recorded-executions.js';
import { cellNotes } from './cell-notes.js';

const session = new StudiedSession(
  recordedExecutions([
    ['a', 'x = 1'],
    ['b', 'y = x', { runIds: ['old'] }],
    ['b', 'y = x + 1', { runIds: ['new'] }]
  ])
);

const notes = (...sources: [string, string]) => {
  const cells = ['a', 'b'].map((id, i) => ({ id, source: sources[i] }));
  const runs = ['new', 'old'].map(runId => ({
    run: { runId, name: `the ${runId}` },
    verdict: session.verdictOf(runId, cells)
  }));
  return cellNotes(runs, place => session.executions[place].cellId);
};

it('tells of the newest run first', () => {
  expect(notes('x = 2', 'y = x + 1').get('a')).toMatchObject([
    { runName: 'the new', verdict: 'edited since', isLatest: true },
    { runName: 'the old', verdict: 'edited since', isLatest: false }
  ]);
});

it('says that a later run of the cell is as the cell is now', () => {
  expect(notes('x = 1', 'y = x + 1').get('b')).toMatchObject([
    { runName: 'the old', verdict: 'edited since', isLatest: false }
  ]);
  expect(notes('x = 1', 'y = x + 1').get('a')).toBeUndefined();
});
