import { isMadeBy, madeBy, onlyName } from './notebook-names.js';

const renamed = {
  path: "Ann's taxi.ipynb",
  former: ['Untitled.ipynb'],
  cellIds: new Set(['a', 'b'])
};

it('finds the runs of a notebook by its path', () => {
  expect(madeBy(onlyName('taxi.ipynb'))).toBe(
    "tags.`trackbook.notebook` = 'taxi.ipynb'"
  );
});

it('finds those of its former names by its cells, too', () => {
  expect(madeBy(renamed)).toBe(
    'tags.`trackbook.notebook` = "Ann\'s taxi.ipynb"' +
      " OR (tags.`trackbook.notebook` IN ('Untitled.ipynb')" +
      " AND tags.`trackbook.cell_id` IN ('a', 'b'))"
  );
});

it.each([
  ["Ann's taxi.ipynb", 'a cell that was deleted', true],
  ['Untitled.ipynb', 'a', true],
  ['Untitled.ipynb', 'a cell of another notebook of that name', false],
  ['copy.ipynb', 'a', false]
])('tells whether a run of %s was made by it: %s', (notebook, cellId, is) => {
  expect(isMadeBy(renamed, { notebook, cellId })).toBe(is);
});
