import type { TrackbookClient } from '../../client/index.js';
import { sampleRun } from '../../testing/sample-runs.js';
import { untranslated } from '../common/translation.js';
import { faultOf, log, toNumber, type LogEntry } from './log-entry.js';

function fault(entry: Partial<LogEntry>): string | null {
  return faultOf(
    { kind: 'metric', key: 'rmse', value: '6.3', ...entry },
    untranslated
  );
}

describe('faultOf', () => {
  it.each(['6.3', '-1', '+2.', '.5', '1e-4', 'nan', '-inf', ' 7 '])(
    'takes %s for a metric',
    value => expect(fault({ value })).toBeNull()
  );

  it.each(['six', '1,5', '0x10', '1 2'])('refuses %s as a metric', value =>
    expect(fault({ value })).toMatch(/number/)
  );

  it('takes any text for a param', () => {
    expect(fault({ kind: 'param', value: 'six' })).toBeNull();
  });

  it('asks for what is missing', () => {
    expect(fault({ key: ' ' })).toMatch(/name/);
    expect(fault({ value: '' })).toMatch(/value/);
    expect(fault({ kind: 'note', key: '', value: '' })).toMatch(/note/);
  });

  it('needs no name for a note', () => {
    expect(fault({ kind: 'note', key: '', value: 'good' })).toBeNull();
  });

  it('refuses characters that MLflow refuses in names', () => {
    expect(fault({ key: 'rmse@val' })).toMatch(/letters/);
    expect(fault({ key: 'val/rmse_1 - a:b.c' })).toBeNull();
  });

  it('refuses what is too long', () => {
    expect(fault({ key: 'k'.repeat(251) })).toMatch(/250/);
    expect(fault({ kind: 'param', value: 'v'.repeat(6001) })).toMatch(/6000/);
  });
});

describe('log', () => {
  it('notes that a value was typed in, beside those noted before', async () => {
    const tags = { 'trackbook.by_hand': '["metrics.mae"]' };
    const runs = {
      get: async () => sampleRun({ tags }),
      logMetrics: jest.fn(async () => undefined),
      setTag: jest.fn(async () => undefined)
    };
    const client = { runs } as unknown as TrackbookClient;
    await log(client, 'r1', { kind: 'metric', key: ' rmse ', value: '6.3' });

    expect(runs.logMetrics).toHaveBeenCalledWith('r1', [
      { key: 'rmse', value: 6.3 }
    ]);
    expect(runs.setTag).toHaveBeenCalledWith(
      'r1',
      'trackbook.by_hand',
      '["metrics.mae","metrics.rmse"]'
    );
  });
});

describe('toNumber', () => {
  it('reads what Python writes', () => {
    expect(toNumber('1e-4')).toBe(1e-4);
    expect(toNumber('-inf')).toBe(-Infinity);
    expect(toNumber('+Infinity')).toBe(Infinity);
    expect(toNumber('nan')).toBeNaN();
  });
});
