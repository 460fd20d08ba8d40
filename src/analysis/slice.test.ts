import { analyzeCell } from './analyze-cell.js';
import type { AnalyzedExecution } from './session.js';
import { sliceOf } from './slice.js';
import { causeInWords } from './words.js';

type Ran = string | { source: string; status: AnalyzedExecution['status'] };

const session = (...ran: Ran[]): AnalyzedExecution[] =>
  ran.map(each =>
    typeof each === 'string'
      ? { analysis: analyzeCell(each), status: 'whole' }
      : { analysis: analyzeCell(each.source), status: each.status }
  );

/** The slice of the last execution. */
const slice = (...ran: Ran[]): number[] =>
  sliceOf(session(...ran), [ran.length - 1]).map(({ index }) => index);

it('follows definitions to where they come from', () => {
  expect(slice('a = 1', 'b = 2', 'c = a', 'd = c + 1')).toEqual([0, 2, 3]);
});

it('holds only itself where nothing is needed', () => {
  expect(slice('a = 1', 'b = 2')).toEqual([1]);
});

it('forgets what was defined anew', () => {
  expect(slice('a = 1', 'a = 2', 'a')).toEqual([1, 2]);
  expect(slice('a = 1', 'a = a + 1', 'a')).toEqual([0, 1, 2]);
});

it('keeps what a condition may have left', () => {
  expect(slice('a = 1', 'if c: a = 2', 'a')).toEqual([0, 1, 2]);
  expect(slice('a = 1', 'if c: a = 2\nelse: a = 3', 'a')).toEqual([1, 2]);
});

it('keeps what an execution that failed may have done', () => {
  const failed = { source: 'a = 2', status: 'partial' } as const;
  expect(slice('a = 1', failed, 'a')).toEqual([0, 1, 2]);
  expect(slice('a = 1', { source: 'a = 2', status: 'not run' }, 'a')).toEqual([
    0, 2
  ]);
});

it('forgets what was deleted', () => {
  expect(slice('a = 1', 'del a', 'a')).toEqual([2]);
  expect(slice('a = 1', 'if c: del a', 'a')).toEqual([0, 2]);
});

it('keeps all that may have changed an object', () => {
  expect(slice('a = []', 'a.append(1)', 'len(a)', 'f(a)', 'print(a)')).toEqual([
    0, 1, 3, 4
  ]);
  expect(slice('a = []', 'a.append(1)', 'a = []', 'a')).toEqual([2, 3]);
});

it('follows other names of the same object', () => {
  expect(slice('a = []', 'b = a', 'b.append(1)', 'a')).toEqual([0, 1, 2, 3]);
  expect(slice('a = []', 'b = a', 'a.append(1)', 'b')).toEqual([0, 1, 2, 3]);
  expect(slice('a = []', 'b = a', 'b = []', 'b.append(1)', 'a')).toEqual([
    0, 4
  ]);
  expect(slice('a = [[]]', 'b = a[0]', 'b.append(1)', 'a')).toEqual([
    0, 1, 2, 3
  ]);
});

it('follows objects into those that are made of them', () => {
  const pipe = 'pipe = Pipeline([("a", scaler), ("b", model)])';
  expect(
    slice('scaler = S()', 'model = M()', pipe, 'pipe.fit(1)', 'save = model')
  ).toEqual([0, 1, 2, 3, 4]);
});

it('does not take functions and modules for changed by being passed', () => {
  expect(slice('def f(): pass', 'import lib', 'call(f, lib)', 'f()')).toEqual([
    0, 3
  ]);
});

it('takes from a call what the function needs then', () => {
  const f = 'def f(): return k';
  expect(slice('k = 1', f, 'k = 2', 'f()')).toEqual([0, 1, 2, 3]);
  expect(slice(f, 'k = 2', 'f()')).toEqual([0, 1, 2]);
  expect(slice(f, 'def g(): return f()', 'k = 2', 'g()')).toEqual([0, 1, 2, 3]);
});

it('takes from methods what the class needs then', () => {
  expect(
    slice('class Ab:\n  def f(self): return k', 'a = Ab()', 'k = 1', 'a.f()')
  ).toEqual([0, 1, 2, 3]);
});

it('takes a call for what the function changes', () => {
  expect(
    slice('seen = []', 'def add(): seen.append(1)', 'add()', 'seen')
  ).toEqual([0, 1, 2, 3]);
  expect(slice('def init():\n  global n\n  n = 1', 'init()', 'n')).toEqual([
    0, 1, 2
  ]);
});

it('takes star imports and scripts for what may define anything', () => {
  expect(slice('from math import *', 'x = 1', 'sqrt(x)')).toEqual([0, 1, 2]);
  expect(slice('x = 1', '%run setup.py', 'x')).toEqual([0, 1, 2]);
  expect(slice('%run setup.py', 'x = 1', 'x')).toEqual([1, 2]);
  expect(slice('from math import *', 'print(1)')).toEqual([1]);
});

it('minds builtins that were given another value', () => {
  expect(slice('list = [1]', 'list(2)')).toEqual([0, 1]);
  expect(slice('a = 1', 'list(2)')).toEqual([1]);
});

it('joins the slices of several targets', () => {
  const executions = session('a = 1', 'b = 2', 'c = 3', 'a', 'b');
  expect(sliceOf(executions, [3, 4]).map(({ index }) => index)).toEqual([
    0, 1, 3, 4
  ]);
  expect(sliceOf(executions, [])).toEqual([]);
  expect(sliceOf(executions, [99, -1])).toEqual([]);
});

it('says why each execution is there', () => {
  const entries = sliceOf(
    session('df = load()\nk = 1', 'clean(df)', 'df["a"] = 1', 'df.head(k)'),
    [3]
  );
  const words = entries.map(({ index, causes }) => [
    index,
    ...causes.map(cause => causeInWords(cause, user => `cell ${user}`))
  ]);
  expect(words).toEqual([
    [0, 'defines df and k, which cell 3 uses', 'defines df, which cell 1 uses'],
    [1, 'may change df, which cell 3 uses', 'may change df, which cell 2 uses'],
    [2, 'changes df, which cell 3 uses'],
    [3]
  ]);
});

it('visits each version of a name once, however long the session', () => {
  const executions = session(
    'xs = []',
    ...Array.from({ length: 3000 }, () => 'xs.append(1)'),
    ...Array.from({ length: 3000 }, () => 'if c: y = xs')
  );
  const entries = sliceOf(executions, [6000]);
  const causes = entries.flatMap(entry => entry.causes);
  expect(entries).toHaveLength(3002);
  expect(causes.length).toBeLessThan(3 * entries.length);
});
