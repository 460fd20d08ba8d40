import { printedAddress } from './printed-address.js';

const SERVER = 'http://127.0.0.1:5611';

describe('printedAddress', () => {
  it('knows the run that the client printed', () => {
    expect(
      printedAddress(`${SERVER}/#/experiments/1/runs/a1b2`, SERVER)
    ).toEqual({ kind: 'run', runId: 'a1b2' });
  });

  it('knows the experiment that the client printed', () => {
    expect(printedAddress(`${SERVER}/#/experiments/7`, `${SERVER}/`)).toEqual({
      kind: 'runs',
      state: { experimentIds: ['7'] }
    });
  });

  it.each([
    'http://127.0.0.1:56110/#/experiments/1/runs/a1b2',
    `${SERVER}/health`,
    `${SERVER}/#/models/a`,
    'https://example.org/'
  ])('leaves %s alone', href => {
    expect(printedAddress(href, SERVER)).toBeNull();
  });
});
