import { keyUsesOf, type Run } from '../../client/index.js';
import { sampleRun } from '../../testing/sample-runs.js';
import { untranslated } from '../common/translation.js';
import {
  columnLabel,
  columnOf,
  differingParams,
  mostUsedMetrics,
  nextSort,
  orderByOf,
  usefulColumns
} from './columns.js';
import { runsCsv } from './runs-csv.js';
import { initialRunsState } from './runs-state.js';
import { emptySelection, extendTo, toggle, toggleAll } from './selection.js';

const runs = [
  sampleRun({
    metrics: { train_rmse: 5, rmse: 6, 'system/cpu': 1 },
    params: { depth: '3', seed: '42' }
  }),
  sampleRun({
    metrics: { rmse: 7, mae: 4 },
    params: { depth: '5', seed: '42', extra: 'x' }
  })
];

const ids = (some: readonly Run[]) =>
  usefulColumns(some, keyUsesOf(some)).map(({ id }) => id);

describe('useful columns', () => {
  it('put the metric that counts first and training metrics after it', () => {
    expect(mostUsedMetrics(keyUsesOf(runs))).toEqual([
      'rmse',
      'mae',
      'train_rmse',
      'system/cpu'
    ]);
  });

  it('show the params that differ', () => {
    expect(differingParams(keyUsesOf(runs))).toEqual(['depth']);
  });

  it('show verdicts only where one is not clean', () => {
    const judged = (verdict: string) =>
      sampleRun({ tags: { 'trackbook.verdict': verdict } });
    expect(ids([judged('clean')])).not.toContain('tags.trackbook.verdict');
    expect(ids([judged('clean'), judged('external')])).toContain(
      'tags.trackbook.verdict'
    );
    const column = columnOf('tags.trackbook.verdict');
    expect(columnLabel(column, untranslated)).toBe('Verdict');
    expect(orderByOf({ column: column.id, isDescending: false })[0]).toBe(
      'tags.`trackbook.verdict` ASC'
    );
  });

  it('show cells only where there are notebooks', () => {
    expect(ids(runs)).not.toContain('attributes.cell');
    const tracked = sampleRun({ tags: { 'trackbook.notebook': 'a.ipynb' } });
    expect(ids([tracked])).toContain('attributes.cell');
  });
});

describe('sorting', () => {
  const first = (id: string) => nextSort(initialRunsState.sort, columnOf(id));

  it('puts the best first', () => {
    expect(first('metrics.rmse').isDescending).toBe(false);
    expect(first('metrics.accuracy').isDescending).toBe(true);
    expect(first('params.depth').isDescending).toBe(false);
  });

  it('turns around on a second click', () => {
    expect(first('attributes.start_time').isDescending).toBe(false);
  });

  it('quotes keys that need it', () => {
    const order = { column: 'metrics.val loss', isDescending: false };
    expect(orderByOf(order)).toEqual([
      'metrics.`val loss` ASC',
      'attributes.start_time DESC'
    ]);
  });
});

describe('selection', () => {
  const shown = ['a', 'b', 'c', 'd'];

  it('reaches from the last choice to a row, either way', () => {
    const atC = toggle(emptySelection, 'c');
    expect([...extendTo(atC, 'a', shown).ids].sort()).toEqual(['a', 'b', 'c']);
    expect([...extendTo(atC, 'd', shown).ids].sort()).toEqual(['c', 'd']);
  });

  it('chooses one when there is nothing to reach from', () => {
    expect([...extendTo(emptySelection, 'b', shown).ids]).toEqual(['b']);
  });

  it('chooses all, then none', () => {
    const all = toggleAll(emptySelection, shown);
    expect(all.ids.size).toBe(4);
    expect(toggleAll(all, shown).ids.size).toBe(0);
  });
});

it('writes runs as CSV, exactly and without formulas', () => {
  const run = sampleRun({
    runId: 'r1',
    name: 'a "quoted", one',
    startedAt: 0,
    endedAt: 1500,
    metrics: { rmse: 6.123456789 },
    params: { depth: '-1', note: '=HYPERLINK("x")', lines: 'a\nb' }
  });
  const columns = [
    'attributes.start_time',
    'attributes.duration',
    'metrics.rmse',
    'params.depth',
    'params.note',
    'params.lines',
    'tags.team'
  ].map(columnOf);
  expect(runsCsv([run], columns)).toBe(
    'run_id,run_name,start_time,duration,metrics.rmse,params.depth,params.note,params.lines,tags.team\r\n' +
      'r1,"a ""quoted"", one",1970-01-01T00:00:00.000Z,1500,6.123456789,-1,"\'=HYPERLINK(""x"")","a\nb",\r\n'
  );
});
