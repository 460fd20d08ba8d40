import { parseExpression } from './expression.js';
import { parseFilter } from './parser.js';
import { runsEverywhere } from './searchables/runs-everywhere.js';
import { runs } from './searchables/runs.js';

const parse = (source: string) => parseExpression(source, runsEverywhere);

const comparison = (source: string) => parseFilter(source, runs)[0];

const [a, b, c] = ['metrics.a < 1', "params.b = 'x'", 'tags.c IS NULL'];
const [A, B, C] = [a, b, c].map(comparison);

describe('parseExpression', () => {
  it.each([
    '',
    '  ',
    a,
    `${a} AND ${b}`,
    `AND ${a} AND AND ${b} AND`,
    "run_id IN ('x') AND status != 'FAILED'"
  ])("takes %j as MLflow's grammar does", source => {
    expect(parse(source)).toEqual(
      source.trim() ? parseFilter(source, runs) : []
    );
  });

  it('binds AND before OR, and NOT before AND', () => {
    expect(parse(`${a} OR ${b} AND NOT ${c}`)).toEqual([
      { any: [A, { all: [B, { not: C }] }] }
    ]);
  });

  it('reads brackets', () => {
    expect(parse(`(${a} or ${b}) and not (${c})`)).toEqual([
      { any: [A, B] },
      { not: C }
    ]);
  });

  it('reads ranges', () => {
    const field = { kind: 'metric', key: 'a' };
    const range = { field, low: 1, high: 2.5 };
    expect(parse('metrics.a BETWEEN 1 AND 2.5 AND metrics.a < 1')).toEqual([
      range,
      A
    ]);
    expect(parse('metrics.a not between 1 and 2.5')).toEqual([{ not: range }]);
  });

  it('reads lists of params and tags', () => {
    const field = { kind: 'param', key: 'b' };
    const test = { type: 'list', operator: 'NOT IN', values: ['x', 'y'] };
    expect(parse("params.b NOT IN ('x', 'y')")).toEqual([{ field, test }]);
    expect(() => parseFilter("params.b IN ('x')", runs)).toThrow(
      "Invalid comparator 'IN'"
    );
  });

  it('reads patterns', () => {
    const field = { kind: 'attribute', key: 'run_name' };
    expect(parse("run_name MATCHES '^lasso'")).toEqual([
      { field, pattern: '^lasso' }
    ]);
    expect(parse("run_name NOT MATCHES '^lasso'")).toEqual([
      { not: { field, pattern: '^lasso' } }
    ]);
    expect(parse("run_name NOT LIKE 'x%'")).toMatchObject([
      { not: { field, test: { operator: 'LIKE', value: 'x%' } } }
    ]);
  });

  it.each([
    ['metrics.a < 1 metrics.b < 2', 'at character 15: expected AND or OR'],
    ['(metrics.a < 1', 'at character 15: expected AND, OR or '],
    ['metrics.a < 1 OR', 'at character 17: expected a comparison'],
    ['metrics.a BETWEEN 1 OR 2', 'at character 21: expected AND'],
    ['metrics.a BETWEEN', 'at character 18: expected a number'],
    ["metrics.a BETWEEN 'x' AND 2", 'Expected numeric value'],
    ["metrics.a MATCHES '1'", 'Expected numeric value'],
    ['params.a MATCHES 5', 'Expected a quoted string value'],
    [`${'('.repeat(51)}${a}${')'.repeat(51)}`, 'at most 50 deep'],
    [`${'NOT '.repeat(51)}${a}`, 'at most 50 deep'],
    [Array(501).fill(a).join(' OR '), 'at most 500 comparisons']
  ])('refuses %j', (source, reason) => {
    expect(() => parse(source)).toThrow(reason);
  });
});
