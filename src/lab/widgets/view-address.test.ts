import {
  addressFromArgs,
  argsFromAddress,
  type ViewAddress,
  widgetIdOf
} from './view-address.js';

describe('view addresses', () => {
  it.each<ViewAddress>([
    { kind: 'runs', state: { experimentIds: ['1'], filter: 'a = 1' } },
    { kind: 'run', runId: 'r1', state: { tab: 'metrics' } },
    { kind: 'compare', runIds: ['r1', 'r2'], state: {} },
    { kind: 'registry', state: { model: 'taxi', version: '2' } }
  ])('survive a saved layout: $kind', address => {
    expect(addressFromArgs(address.kind, argsFromAddress(address))).toEqual(
      address
    );
  });

  it('take the short arguments of commands', () => {
    expect(addressFromArgs('runs', { experimentIds: ['1'] })).toEqual({
      kind: 'runs',
      state: { experimentIds: ['1'] }
    });
    expect(addressFromArgs('registry', { model: 'taxi' })).toEqual({
      kind: 'registry',
      state: { model: 'taxi' }
    });
  });

  it('say which argument is missing', () => {
    expect(() => addressFromArgs('run', {})).toThrow("'runId'");
  });

  it('share a tab when they show the same', () => {
    expect(widgetIdOf({ kind: 'compare', runIds: ['b', 'a'] })).toBe(
      widgetIdOf({ kind: 'compare', runIds: ['a', 'b'] })
    );
    expect(widgetIdOf({ kind: 'run', runId: 'a' })).not.toBe(
      widgetIdOf({ kind: 'run', runId: 'b' })
    );
  });
});
