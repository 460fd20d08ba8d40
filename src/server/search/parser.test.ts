import { TrackbookError } from '../../api/errors.js';
import { parseFilter, parseOrderings, parseUniqueOrderings } from './parser.js';
import { experiments } from './searchables/experiments.js';
import { loggedModels } from './searchables/logged-models.js';
import { modelVersions } from './searchables/model-versions.js';
import { registeredModels } from './searchables/registered-models.js';
import { runs } from './searchables/runs.js';
import type { Searchable } from './searchable.js';

const filter = (source: string, searchable: Searchable = runs) =>
  parseFilter(source, searchable);

const refusal = (source: string, searchable: Searchable = runs): string => {
  try {
    parseFilter(source, searchable);
  } catch (error) {
    expect(error).toBeInstanceOf(TrackbookError);
    return (error as TrackbookError).message;
  }
  throw new Error(`'${source}' was not refused`);
};

describe('parseFilter', () => {
  it.each(['', 'AND'])('takes %j for no filter', source => {
    expect(filter(source)).toEqual([]);
  });

  it('reads comparisons joined by AND', () => {
    expect(filter("metrics.rmse < 7 AND params.model = 'lasso'")).toEqual([
      {
        field: { kind: 'metric', key: 'rmse' },
        test: { type: 'number', operator: '<', value: 7 }
      },
      {
        field: { kind: 'param', key: 'model' },
        test: { type: 'text', operator: '=', value: 'lasso' }
      }
    ]);
  });

  it.each([
    ['tags.mlflow.source.name', 'mlflow.source.name'],
    ['tags.`mlflow.source.name`', 'mlflow.source.name'],
    ['tag."with space"', 'with space'],
    ["tags.'t.x'", 't.x']
  ])('reads the key of %s', (name, key) => {
    expect(filter(`${name} = 'x'`)[0].field).toEqual({ kind: 'tag', key });
  });

  it.each([
    ['-1', -1],
    ['.5', 0.5],
    ['1.', 1],
    ['-2.5e-3', -0.0025]
  ])('reads the number %s', (text, value) => {
    expect(filter(`metrics.a = ${text}`)[0].test).toMatchObject({ value });
  });

  it.each([
    [`params.a = "it's"`, "it's"],
    ["params.a = 'it''s'", "it's"],
    ["params.a LIKE '%'", '%'],
    ["params.a = 'AND'", 'AND'],
    ["params.a = ''", '']
  ])('reads the text in %s', (source, value) => {
    expect(filter(source)[0].test).toMatchObject({ type: 'text', value });
  });

  it('reads lists, tests for null and lower-case operators', () => {
    const tests = filter(
      "run_id in ('a', \"b\") and tags.x is not null and params.y ilike 'z%'"
    ).map(({ test }) => test);
    expect(tests).toEqual([
      { type: 'list', operator: 'IN', values: ['a', 'b'] },
      { type: 'null', operator: 'IS NOT NULL' },
      { type: 'text', operator: 'ILIKE', value: 'z%' }
    ]);
  });

  it.each([
    ['name = lasso', 'lasso'],
    ["name = 'it''s'", "it''s"],
    ["name = ''", ''],
    ['name = "lasso"', '"lasso"'],
    ['tags.a = `b`', '`b`'],
    ['tags.a = 1.50', '1.50']
  ])('takes the text in %s of logged models as it stands', (source, value) => {
    expect(filter(source, loggedModels)[0].test).toMatchObject({ value });
  });

  it.each([
    ["name IN (1, 'a', 2.0, -0.5)", ['1', 'a', '2.0', '-0.5']],
    ['name NOT IN ()', []]
  ])(
    'takes the list in %s of logged models as Python does',
    (source, values) => {
      expect(filter(source, loggedModels)[0].test).toMatchObject({ values });
      expect(refusal('name IN (1)', loggedModels)).toContain('different type');
    }
  );

  it.each(["params.a IN ('1', '2')", "tags.a NOT IN ('1', '2')"])(
    'takes the list in %s for logged models',
    source => {
      expect(filter(source, loggedModels)[0].test).toMatchObject({
        type: 'list',
        values: ['1', '2']
      });
      expect(() => filter(source)).toThrow('Invalid comparator');
    }
  );

  it.each(["'2'", '"02"', '2'])('reads the version %s', text => {
    const [{ test }] = filter(`version_number = ${text}`, modelVersions);
    expect(test).toMatchObject({ type: 'number', value: 2n });
  });

  it.each(["'x'", "'1.0'", "''"])('refuses the version %s', text => {
    expect(refusal(`version_number > ${text}`, modelVersions)).toContain(
      `Invalid value for numeric attribute 'version_number': ${text}`
    );
  });

  it('looks for what a filter means once it is known to be well formed', () => {
    expect(refusal("nonsense.a = '1', run_id IN ('a')")).toContain(
      'Invalid clause(s)'
    );
  });

  it('keeps 64-bit times exact', () => {
    expect(filter('start_time > 9007199254740993')[0].test).toMatchObject({
      value: 9007199254740993n
    });
  });

  it('spends no time on the digits of what does not fit', () => {
    const { user } = process.cpuUsage();
    expect(refusal(`start_time > ${'9'.repeat(20_000_000)}`)).toContain('fit');
    expect(process.cpuUsage().user - user).toBeLessThan(2_000_000);
  });

  it.each([
    ['foo bar', 'Invalid clause(s)'],
    ['metrics.a > 1 OR metrics.a < 0', 'Invalid clause(s)'],
    ['(metrics.a > 1)', 'Invalid clause(s)'],
    ['metrics.a >', 'Invalid clause(s)'],
    ["run_id IN 'a'", 'Invalid clause(s)'],
    ["params.a = 'open", 'Invalid clause(s)'],
    ['metrics.my-key > 1', 'Invalid clause(s)'],
    ['metrics.a > 1; metrics.b > 1', 'multiple expression'],
    ["foo.x = '1'", "Invalid entity type 'foo'"],
    ["foo = '1'", "Invalid attribute key 'foo'"],
    ["dataset.foo = '1'", "Invalid dataset key 'foo'"],
    ['metrics.a == 1', "Invalid comparator '=='"],
    ["params.a > 'x'", "Invalid comparator '>'"],
    ["metrics.a > '1'", 'Expected numeric value type for metric'],
    ["start_time > '1'", 'Expected numeric value type for numeric attribute'],
    ['params.a = 5', 'Expected a quoted string value'],
    ['params.a = lasso', 'not quoted'],
    ['run_id IN ()', 'got empty list'],
    ['run_id IN (1)', 'got different type in list'],
    ["run_id IN ('a' 'b')", 'ill-formed list'],
    ["status IN ('a')", 'attributes support comparison with a list'],
    ['metrics.a IS NULL', 'only supported for tags and params'],
    ['end_time > 99999999999999999999', 'does not fit 64 bits']
  ])('refuses %s', (source, reason) => {
    expect(refusal(source)).toContain(reason);
  });

  it('knows what each entity can be searched by', () => {
    expect(refusal("metrics.a > '1'", experiments)).toContain(
      "Valid entity types are ('attribute', 'tag', 'tags')"
    );
    expect(refusal('creation_time > 1.5', experiments)).toContain(
      'Invalid value for numeric attribute'
    );
    expect(
      filter(
        "name LIKE 'taxi%' AND tags.`mlflow.prompt.is_prompt` != 'true'",
        registeredModels
      )
    ).toHaveLength(2);
    expect(
      filter("version_number > 2 AND run_id IN ('a')", modelVersions)
    ).toHaveLength(2);
    expect(
      filter('attributes.creation_time > 5', loggedModels)[0].field.key
    ).toBe('creation_timestamp');
  });
});

describe('parseOrderings', () => {
  it.each([
    ['metrics.rmse', 'metric', 'rmse', true],
    ['metrics.`a b` DESC', 'metric', 'a b', false],
    ['attributes.start_time asc', 'attribute', 'start_time', true],
    ['Created desc', 'attribute', 'start_time', false]
  ])('reads %s', (source, kind, key, ascending) => {
    expect(parseOrderings([source], runs)).toEqual([
      { field: { kind, key }, ascending }
    ]);
  });

  it.each([
    ['metrics.a foo', 'Invalid ordering key'],
    ['metrics.a ASC DESC x', 'Could not be parsed'],
    ['', 'Could not be parsed'],
    ['foo', "Invalid attribute key 'foo'"],
    ['dataset.name', 'Invalid order_by entity: dataset']
  ])('refuses %j', (source, reason) => {
    expect(() => parseOrderings([source], runs)).toThrow(reason);
  });

  it('refuses to order runs by the same field twice', () => {
    expect(() =>
      parseUniqueOrderings(['metrics.a', 'metrics.a DESC'], runs)
    ).toThrow('duplicate fields');
  });
});
