import {
  columnInWords,
  compareData,
  compareEnvironments,
  compareFiles,
  compareFrames,
  comparePackages,
  fileInWords,
  frameInWords,
  ofExecutions,
  restOf,
  parseDataRecord,
  parseEnvironment,
  parseRequirements,
  type ColumnDifference,
  type ColumnRecord,
  type FileRecord,
  type FrameRecord
} from './index.js';
import { stabilityIndex } from './drift.js';

const file = (overrides: Partial<FileRecord> = {}): FileRecord => ({
  path: 'data/january.parquet',
  kind: 'local',
  use: 'input',
  size: 1000,
  modifiedAt: 1,
  sha256: 'aa',
  note: null,
  readers: ['pandas.read_parquet'],
  executions: [0],
  ...overrides
});

const column = (overrides: Partial<ColumnRecord> = {}): ColumnRecord => ({
  name: 'fare',
  dtype: 'float64',
  digest: 'one',
  missing: 0,
  distinct: 10,
  sampled: false,
  min: 0,
  max: 20,
  mean: 10,
  std: 2,
  quantiles: Array.from({ length: 21 }, (_, i) => i),
  top: [],
  ...overrides
});

const frame = (overrides: Partial<FrameRecord> = {}): FrameRecord => ({
  name: 'df',
  library: 'pandas',
  use: 'assigned',
  context: null,
  execution: 0,
  rows: 100,
  shape: null,
  digest: 'all',
  note: null,
  columns: [column()],
  ...overrides
});

describe('parseDataRecord', () => {
  it('reads what the hook writes', () => {
    const record = parseDataRecord(
      JSON.stringify({
        version: 1,
        session: 's',
        files: [
          { path: 'a.csv', modified_at: 5, sha256: 'ff', executions: [2] }
        ],
        frames: [{ name: 'df', rows: 3, columns: [{ name: 'x', mean: 1.5 }] }]
      })
    );
    expect(record.files[0]).toMatchObject({ path: 'a.csv', modifiedAt: 5 });
    expect(record.frames[0].columns[0]).toMatchObject({ name: 'x', mean: 1.5 });
  });

  it.each([
    ['{"version": 2}', 'has version 2'],
    ['{', 'is no JSON'],
    ['null', 'is no JSON object']
  ])('says why %s cannot be read', (text, message) => {
    expect(() => parseDataRecord(text)).toThrow(message);
  });
});

const NAMES = { before: 'a', after: 'b' };

describe('compareFiles', () => {
  it('goes by content, not by time or place', () => {
    const later = file({ modifiedAt: 2 });
    expect(compareFiles([file()], [later])[0].kind).toBe('same');
    const [moved] = compareFiles([file()], [file({ path: 'other.parquet' })]);
    expect(moved.kind).toBe('moved');
    expect(fileInWords(moved, NAMES)).toBe(
      'the same content as data/january.parquet had'
    );
  });

  it('finds another content, and files that only one run read', () => {
    const found = compareFiles(
      [file(), file({ path: 'gone.csv', sha256: 'cc' })],
      [
        file({ sha256: 'bb', size: 1200 }),
        file({ path: 'new.csv', sha256: 'dd' })
      ]
    );
    expect(found.map(({ kind }) => kind)).toEqual([
      'changed',
      'added',
      'removed'
    ]);
    expect(fileInWords(found[0], NAMES)).toBe(
      'changed: 1,000 bytes before, 1,200 now'
    );
    expect(found.slice(1).map(each => fileInWords(each, NAMES))).toEqual([
      'only read by b',
      'only read by a'
    ]);
  });

  it('claims nothing about content that was not read', () => {
    const large = file({ sha256: null, note: 'larger than 1.0 GB' });
    const [difference] = compareFiles([large], [large]);
    expect(difference.kind).toBe('unknown');
    expect(fileInWords(difference, NAMES)).toContain('larger than 1.0 GB');
    expect(compareFiles([large], [{ ...large, size: 5 }])[0].kind).toBe(
      'changed'
    );
  });

  it('leaves results out', () => {
    expect(compareFiles([], [file({ use: 'output' })])).toEqual([]);
  });
});

describe('compareFrames', () => {
  it('takes the last of each name', () => {
    const [same] = compareFrames(
      [frame({ digest: 'early' }), frame()],
      [frame()]
    );
    expect(same.kind).toBe('same');
  });

  it('tells rows, columns, types and values apart', () => {
    const [difference] = compareFrames(
      [
        frame({
          columns: [
            column(),
            column({ name: 'old' }),
            column({ name: 'id', dtype: 'int64' })
          ]
        })
      ],
      [
        frame({
          rows: 150,
          digest: 'other',
          columns: [
            column({ digest: 'two', mean: 11, min: -1, missing: 4 }),
            column({ name: 'id', dtype: 'object' }),
            column({ name: 'new' })
          ]
        })
      ]
    );
    if (difference.kind !== 'changed') {
      throw new Error(`it is ${difference.kind}`);
    }
    expect(frameInWords(difference, NAMES)).toEqual([
      '100 rows before, 150 now (+50%)',
      'column new added',
      'column old removed'
    ]);
    expect(difference.columns.map(columnInWords)).toEqual([
      [
        'mean 10 before, 11 now, 0.5 standard deviations higher',
        'range 0 to 20 before, -1 to 20 now',
        '0 missing before, 4 now'
      ],
      ['type int64 before, object now']
    ]);
  });

  it('names a column that is distributed differently', () => {
    const quantiles = Array.from({ length: 21 }, (_, i) => i + 10);
    const [difference] = compareFrames(
      [frame()],
      [frame({ columns: [column({ digest: 'x', quantiles })] })]
    );
    const { columns } = difference as { columns: ColumnDifference[] };
    expect(columnInWords(columns[0])[0]).toMatch(/^distributed differently/);
    expect(columns[0].drift?.size).toBe('large');
  });

  it('says that the order of columns or the values alone differ', () => {
    const columns = [column({ name: 'a' }), column({ name: 'b' })];
    const [reordered] = compareFrames(
      [frame({ columns })],
      [frame({ digest: 'x', columns: columns.toReversed() })]
    );
    expect(frameInWords(reordered, NAMES)).toEqual([
      'its columns are in another order'
    ]);
    const [shuffled] = compareFrames(
      [frame()],
      [frame({ digest: 'x', columns: [column({ digest: 'x' })] })]
    );
    expect(frameInWords(shuffled, NAMES)).toEqual([
      'other values in the same rows and columns'
    ]);
    expect(shuffled).toMatchObject({ columns: [{ drift: { size: 'none' } }] });
  });

  it('tells the shapes of arrays where rows and columns do not', () => {
    const images = (...shape: number[]) =>
      frame({ shape, rows: shape[0], digest: shape.join() });
    const [difference] = compareFrames(
      [images(60000, 28, 28)],
      [images(60000, 32, 32)]
    );
    expect(frameInWords(difference, NAMES)).toEqual([
      '60,000 x 28 x 28 before, 60,000 x 32 x 32 now'
    ]);
    expect(difference.kind).toBe('changed');
    const [shorter] = compareFrames([images(100, 2)], [images(50, 2)]);
    expect(frameInWords(shorter, NAMES)).toEqual([
      '100 rows before, 50 now (−50%)'
    ]);
  });

  it('tells columns of the same name apart', () => {
    const pair = (digest: string) => [column(), column({ digest })];
    const [difference] = compareFrames(
      [frame({ columns: pair('one') })],
      [frame({ columns: pair('two') })]
    );
    expect(difference).toMatchObject({ columns: [{ name: 'fare (2)' }] });
    const [dropped] = compareFrames(
      [frame({ columns: pair('one') })],
      [frame({ columns: [column()] })]
    );
    expect(dropped).toMatchObject({ removedColumns: ['fare (2)'] });
  });

  it('claims nothing about frames that were too large to read', () => {
    const large = frame({
      digest: null,
      note: 'too large',
      columns: [column({ digest: null })]
    });
    expect(compareFrames([large], [large])[0].kind).toBe('unknown');
  });
});

describe('stabilityIndex', () => {
  const uniform = Array.from({ length: 21 }, (_, i) => i);

  it('is zero for the same distribution, ties included', () => {
    expect(stabilityIndex(uniform, uniform)).toBeCloseTo(0);
    const ties = [...Array(15).fill(1), 2, 2, 3, 4, 5, 6];
    expect(stabilityIndex(ties, ties)).toBeCloseTo(0);
    expect(stabilityIndex(Array(21).fill(7), Array(21).fill(7))).toBeCloseTo(0);
  });

  it('grows with what moved', () => {
    const shifted = (by: number) => uniform.map(value => value + by);
    const little = stabilityIndex(uniform, shifted(1))!;
    const much = stabilityIndex(uniform, shifted(10))!;
    expect(little).toBeGreaterThan(0);
    expect(much).toBeGreaterThan(little);
    expect(much).toBeGreaterThan(0.25);
  });

  it('is none without numbers', () => {
    expect(stabilityIndex([], uniform)).toBeNull();
  });
});

describe('compareData', () => {
  const record = (fares: number) => ({
    session: 's',
    files: [file(), file({ path: 'b.csv', executions: [1] })],
    frames: [frame({ rows: fares }), frame({ name: 'other', execution: 1 })],
    leftOut: [
      { execution: 0, note: 'more than 2,000 files: the others' },
      { execution: 1, note: 'more than 20 frames and arrays: x' }
    ]
  });

  it('says whether anything differs', () => {
    expect(compareData(record(1), record(1)).isSame).toBe(true);
    expect(compareData(record(1), record(2)).isSame).toBe(false);
  });

  it('is of the executions that are asked for', () => {
    const { files, frames, leftOut } = ofExecutions(record(1), [1]);
    expect(files.map(({ path }) => path)).toEqual(['b.csv']);
    expect(frames.map(({ name }) => name)).toEqual(['other']);
    expect(leftOut.map(({ execution }) => execution)).toEqual([1]);
  });

  it('leaves as the rest what is not in a part, nor looked the same in it', () => {
    const whole = record(1);
    whole.frames.push(frame({ rows: 1, execution: 1 }));
    const { files, frames, leftOut } = restOf(whole, ofExecutions(whole, [0]));
    expect(files.map(({ path }) => path)).toEqual(['b.csv']);
    expect(frames.map(({ name }) => name)).toEqual(['other']);
    expect(leftOut.map(({ execution }) => execution)).toEqual([1]);
  });
});

describe('environments', () => {
  const environment = (python: string) =>
    parseEnvironment(
      JSON.stringify({
        version: 1,
        python: { version: python, implementation: 'CPython' },
        cpu: { model: 'A processor', cores: 4 },
        gpus: [{ name: 'A100', memory: 40e9, driver: '550' }]
      })
    );

  it('tell what differs', () => {
    expect(
      compareEnvironments(environment('3.11.7'), environment('3.12.1'))
    ).toEqual([
      { name: 'Python', before: 'CPython 3.11.7', after: 'CPython 3.12.1' }
    ]);
  });

  it('compare packages by version', () => {
    const before = parseRequirements('numpy==1.0\npandas==2.0\nsame==1\n');
    const after = parseRequirements('polars==1.0\npandas==2.1\nsame==1\n');
    expect(comparePackages(before, after)).toEqual([
      { name: 'numpy', before: '1.0', after: null },
      { name: 'pandas', before: '2.0', after: '2.1' },
      { name: 'polars', before: null, after: '1.0' }
    ]);
  });

  it('are read only as far as is understood', () => {
    expect(() => parseEnvironment('{"version": 9}')).toThrow('has version 9');
    expect(() => parseEnvironment('no')).toThrow('is no JSON');
  });
});
