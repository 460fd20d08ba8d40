import { latestNotes } from './cell-notes.js';

const note = (runName: string, isLatest: boolean) => ({
  runId: runName,
  runName,
  sentence: 'Cell 1 was edited since it ran as [1]; it defines alpha.',
  isLatest
});

it('keeps of each cell what is said of its last run', () => {
  const notes = new Map([
    ['edited', [note('second', true), note('first', false)]],
    ['run again', [note('first', false)]]
  ]);

  expect([...latestNotes(notes)]).toEqual([['edited', [note('second', true)]]]);
});
