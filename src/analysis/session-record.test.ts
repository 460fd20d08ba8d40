import {
  formatRecord,
  isPython,
  labelOf,
  parseRecord
} from './session-record.js';

it('reads what the hook stored of the cells', () => {
  const { executions, session } = parseRecord(
    JSON.stringify({
      version: 1,
      session: { id: 's', kernel: 'python3', language_version: '3.11' },
      executions: [
        {
          seq: 0,
          cell_id: 'c',
          notebook: null,
          client: 'console',
          execution_count: 4,
          source: 'x',
          status: 'ok',
          run_ids: ['r']
        }
      ]
    })
  );
  expect(session).toMatchObject({
    kernel: 'python3',
    languageVersion: '3.11',
    id: 's'
  });
  expect(executions[0]).toMatchObject({
    cellId: 'c',
    notebook: '',
    client: 'console',
    executionCount: 4,
    runIds: ['r'],
    error: null
  });
});

it('writes what it reads', () => {
  const record = parseRecord(
    JSON.stringify({
      session: { id: 's', kernel: 'ir', language: 'R', started_at: 5 },
      executions: [
        {
          seq: 0,
          cell_id: null,
          notebook: 'a.ipynb',
          client: 'jupyterlab',
          execution_count: 1,
          source: 'x <- 1',
          started_at: 6,
          duration_ms: null,
          status: 'unseen',
          error: { name: 'e', message: 'm' },
          run_ids: ['r']
        }
      ]
    })
  );
  expect(parseRecord(formatRecord(record))).toEqual(record);
  expect(isPython(record)).toBe(false);
});

it('takes a record that names no language for one of Python', () => {
  expect(isPython(parseRecord('{}'))).toBe(true);
});

it('names executions as the notebook does', () => {
  expect(labelOf({ seq: 3, executionCount: 7 })).toBe('[7]');
  expect(labelOf({ seq: 3, executionCount: null })).toBe('execution 3');
});

it.each(['null', '[]', '{"executions": {"a": 1}, "session": "s"}'])(
  'finds nothing in what no hook stored: %s',
  text => {
    expect(parseRecord(text)).toEqual({
      session: {
        id: '',
        kernel: '',
        language: 'python',
        languageVersion: '',
        startedAt: null,
        parameters: []
      },
      executions: []
    });
  }
);

it('takes what is not as the hook writes it for absent', () => {
  const { executions } = parseRecord(
    '{"executions": [null, {"source": 5, "run_ids": "x", "status": "odd", "error": []}]}'
  );
  expect(executions).toMatchObject([
    { seq: 0, source: '', runIds: [] },
    { seq: 1, source: '', runIds: [], status: 'ok', error: { name: '' } }
  ]);
});
