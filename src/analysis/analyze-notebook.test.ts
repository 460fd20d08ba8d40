import {
  analyzeNotebook,
  NotANotebook,
  studyNotebook
} from './analyze-notebook.js';

const code = (source: string | string[]) => ({ cell_type: 'code', source });

const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { language: 'python' } },
  cells: [
    { cell_type: 'markdown', source: '# x = 1' },
    code(['import pandas as pd\n', 'df = pd.read_csv("a.csv")']),
    code('unrelated = 1'),
    code('df["b"] = 1'),
    code('del unrelated'),
    code('print(df)')
  ]
};

it('lists the code cells with their names and slices', () => {
  const none = { defines: [], uses: [], mutates: [], deletes: [], imports: [] };
  expect(analyzeNotebook(notebook)).toEqual({
    cells: [
      { ...none, index: 1, defines: ['df', 'pd'], imports: ['pd'], slice: [1] },
      { ...none, index: 2, defines: ['unrelated'], slice: [2] },
      { ...none, index: 3, uses: ['df'], mutates: ['df'], slice: [1, 3] },
      {
        ...none,
        index: 4,
        uses: ['unrelated'],
        deletes: ['unrelated'],
        slice: [2, 4]
      },
      { ...none, index: 5, uses: ['df'], slice: [1, 3, 5] }
    ]
  });
});

it('says why cells are in a slice', () => {
  const { slice } = studyNotebook(notebook).at(-1)!;
  expect(slice).toEqual([
    {
      index: 1,
      causes: [
        { does: 'defines', names: ['df'], for: 5 },
        { does: 'defines', names: ['df'], for: 3 }
      ]
    },
    { index: 3, causes: [{ does: 'changes', names: ['df'], for: 5 }] },
    { index: 5, causes: [] }
  ]);
});

it('knows no names but those of the cells', () => {
  const cells = [
    code('__proto__ = constructor\ntoString = 1'),
    code('toString')
  ];
  expect(analyzeNotebook({ nbformat: 4, cells }).cells).toMatchObject([
    { defines: ['__proto__', 'toString'], uses: ['constructor'] },
    { uses: ['toString'], slice: [0, 1] }
  ]);
});

it.each([
  ['a list', [], 'no nbformat'],
  ['nothing', null, 'no nbformat'],
  ['another JSON', { a: 1 }, 'no nbformat'],
  ['nbformat 3', { nbformat: 3, worksheets: [] }, 'nbformat 4 is needed'],
  ['no cells', { nbformat: 4 }, 'no list of cells'],
  [
    'another language',
    { nbformat: 4, cells: [], metadata: { language_info: { name: 'R' } } },
    'written in R'
  ]
])('refuses %s', (_, value, message) => {
  expect(() => analyzeNotebook(value)).toThrow(NotANotebook);
  expect(() => analyzeNotebook(value)).toThrow(message);
});

it('passes over cells that are none', () => {
  const cells = [null, 'x', { cell_type: 'code' }, { cell_type: 'raw' }];
  expect(analyzeNotebook({ nbformat: 4, cells }).cells).toHaveLength(1);
});

it('takes only text for a source', () => {
  const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
  const cells = [
    { cell_type: 'code', source: deep },
    { cell_type: 'code', source: ['x', 5, null, ' = 1'] }
  ];
  expect(analyzeNotebook({ nbformat: 4, cells }).cells).toMatchObject([
    { defines: [] },
    { defines: ['x'] }
  ]);
});
