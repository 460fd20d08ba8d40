import { parseKernelMessage } from './messages.js';

describe('parseKernelMessage', () => {
  it('reads suggestions', () => {
    const message = {
      type: 'suggestions',
      run_id: 'r1',
      cell_id: 'c1',
      values: [
        { id: '1', kind: 'param', key: 'a', value: '1', code: 'log(a)' },
        { id: '2', kind: 'model', key: 'm', value: 'Ridge', code: null }
      ]
    };
    expect(parseKernelMessage(message)).toEqual(message);
  });

  it('drops what it does not know', () => {
    const run = {
      type: 'run',
      run_id: 'r1',
      cell_id: null,
      execution_count: null,
      status: 'RUNNING',
      kind: 'code'
    };
    expect(parseKernelMessage({ ...run, later: 1 })).toEqual(run);
  });

  it('refuses a message of another kind', () => {
    expect(() => parseKernelMessage({ type: 'weather' })).toThrow();
  });
});
