import { sampleRun } from '../../testing/sample-runs.js';
import { formatAddress, parseAddress } from './artifacts/artifact-address.js';
import { parseTable } from './artifacts/parse-table.js';
import { previewKind } from './artifacts/preview-kind.js';
import { readTableJson } from './artifacts/table-json.js';
import { columnsOfSchema, factsOfProfile } from './dataset-facts.js';
import { highlightPython } from '../common/highlight-python.js';
import { commitOf, legacyModelPaths } from './run-facts.js';

describe('parseTable', () => {
  it('reads quotes, separators and line breaks within them', () => {
    const text = 'a,b\r\n"x, ""y""","1\n2"\n,last\n';
    expect(parseTable(text, ',')).toEqual([
      ['a', 'b'],
      ['x, "y"', '1\n2'],
      ['', 'last']
    ]);
  });

  it('stops at a limit', () => {
    expect(parseTable('a\nb\nc', ',', 2)).toEqual([['a'], ['b']]);
  });
});

it('reads tables that mlflow logs as JSON', () => {
  expect(readTableJson({ columns: ['a'], data: [[1]] })).toEqual({
    columns: ['a'],
    rows: [[1]]
  });
  expect(readTableJson({ a: 1 })).toBeNull();
});

it('knows how a file is best seen', () => {
  expect(
    ['plot.PNG', 'a/b.csv', 'MLmodel', 'x.html', 'model.pkl'].map(previewKind)
  ).toEqual(['image', 'table', 'text', 'html', 'none']);
});

it('writes addresses of artifacts that it can read', () => {
  for (const text of ['a/b.txt', 'models:/m-1/data/model.pkl']) {
    expect(formatAddress(parseAddress(text, 'run'))).toBe(text);
  }
});

it('reads what a dataset says of itself', () => {
  const schema = '{"mlflow_colspec": [{"type": "double", "name": "a"}]}';
  expect(columnsOfSchema(schema)).toEqual([{ name: 'a', type: 'double' }]);
  expect(factsOfProfile('{"num_rows": 4000}')).toEqual([['rows', '4,000']]);
  expect(columnsOfSchema('no json')).toEqual([]);
});

it('reads what tools wrote into tags', () => {
  const run = sampleRun({
    tags: {
      'mlflow.source.git.commit': 'abc',
      'trackbook.git.dirty': 'true',
      'mlflow.log-model.history': '[{"artifact_path": "model"}]'
    }
  });
  expect(commitOf(run)).toEqual({ id: 'abc', isDirty: true });
  expect(legacyModelPaths(run)).toEqual(['model']);
});

it('colours Python without losing a letter', () => {
  const source = 'def f(x):\n    return "a"  # why\n';
  const lines = highlightPython(source);
  const text = lines
    .map(line => line.map(part => part.text).join(''))
    .join('\n');
  expect(text).toBe(source);
  expect(lines[0][0]).toEqual({ text: 'def', classes: 'tok-keyword' });
});
