import { analyzeCell } from './analyze-cell.js';
import type { CellNames } from './cell-names.js';
import { readCorpus } from '../testing/cell-corpus.js';

const namesOf = (source: string): CellNames => {
  const { defines, uses, mutates, deletes, imports } = analyzeCell(source);
  return { defines, uses, mutates, deletes, imports };
};

const corpus = readCorpus();

it('has a corpus', () => {
  expect(corpus.length).toBeGreaterThan(300);
});

describe.each([...new Set(corpus.map(({ topic }) => topic))])('%s', topic => {
  it.each(corpus.filter(each => each.topic === topic))(
    '$source',
    ({ source, expected }) => {
      expect(namesOf(source)).toEqual(expected);
    }
  );
});
