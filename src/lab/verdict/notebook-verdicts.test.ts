import { jest } from '@jest/globals';
import type { CurrentCell } from '../../analysis/index.js';
import { TrackbookClient } from '../../client/index.js';
import { fakeServer, Refusal } from '../../testing/fake-server.js';
import { recordedExecutions } from '../../testing/recorded-executions.js';
import { wireRun } from '../../testing/sample-runs.js';
import { recordJson } from '../../testing/session-record.js';
import { NotebookVerdicts } from './notebook-verdicts.js';

const NOT_FOUND = new Refusal(404, {
  error_code: 'RESOURCE_DOES_NOT_EXIST',
  message: 'no such artifact'
});

const RECORD = recordJson(
  recordedExecutions([
    ['a', 'x = 1', { runIds: [] }],
    ['b', 'y = x', { runIds: ['first'] }],
    ['c', 'z = 3', { runIds: ['second'] }]
  ])
);

const run = (runId: string, endTime: number, tags: Record<string, string>) => {
  const { info, data } = wireRun(runId);
  return {
    info: { ...info, end_time: endTime },
    data: {
      ...data,
      tags: Object.entries({
        'trackbook.notebook': 'nb.ipynb',
        ...tags
      }).map(([key, value]) => ({ key, value }))
    }
  };
};

/** A notebook with two runs, and what its session's server was told. */
const start = (
  answers: Parameters<typeof fakeServer>[0] = {},
  runs = [run('second', 20, {}), run('first', 10, {})]
) => {
  const { fetch, requests } = fakeServer({
    'trackbook/features': () => ({
      version: '1',
      features: ['runs.search']
    }),
    'trackbook/runs/search': () => ({ runs, total_count: runs.length }),
    'get-artifact': () => RECORD,
    'mlflow/runs/set-tag': () => ({}),
    ...answers
  });
  const notebook = {
    cells: [
      { id: 'a', source: 'x = 1' },
      { id: 'b', source: 'y = x' },
      { id: 'c', source: 'z = 3' }
    ] as CurrentCell[]
  };
  const onUnreachable = jest.fn();
  const verdicts = new NotebookVerdicts({
    client: new TrackbookClient({ fetch, baseUrl: '/' }),
    cells: () => notebook.cells,
    isOwn: ({ notebook }) => notebook === 'nb.ipynb',
    onUnreachable
  });
  const edit = (id: string, source: string) => {
    notebook.cells = notebook.cells.map(cell =>
      cell.id === id ? { id, source } : cell
    );
    verdicts.cellsChanged();
  };
  const written = () =>
    requests
      .filter(({ path }) => path === 'mlflow/runs/set-tag')
      .map(({ body }) => [body.run_id, body.value]);
  return { verdicts, notebook, edit, written, requests, onUnreachable };
};

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['performance'] });
});

afterEach(() => {
  jest.useRealTimers();
});

const pass = (milliseconds: number) =>
  jest.advanceTimersByTimeAsync(milliseconds);

it('stores the verdicts of a session that it meets', async () => {
  const { verdicts, written, requests } = start();
  verdicts.follow('s1');
  await pass(1_000);
  expect(written()).toEqual([
    ['second', 'clean'],
    ['first', 'clean']
  ]);
  const record = requests.filter(({ path }) => path === 'get-artifact');
  expect(record.map(({ query }) => query.get('run_uuid'))).toEqual(['second']);
  expect(requests.find(({ path }) => path.endsWith('search'))!.body).toEqual(
    expect.objectContaining({
      experiment_ids: [],
      filter: expect.stringContaining("'s1'")
    })
  );
});

it('has nothing to say of cells that are not Python', async () => {
  const { verdicts, written, requests } = start({
    'get-artifact': () =>
      recordJson(
        recordedExecutions([['a', 'x <- 1', { runIds: ['first'] }]]),
        'R'
      )
  });
  verdicts.follow('s1');
  await pass(1_000);
  expect(requests.some(({ path }) => path === 'get-artifact')).toBe(true);
  expect(written()).toEqual([]);
});

it('tells cells at once of an edit, and stores it when the notebook is saved', async () => {
  const { verdicts, edit, written } = start();
  verdicts.follow('s1');
  await pass(1_000);
  const onChanged = jest.fn();
  verdicts.changed.connect(onChanged);

  edit('a', 'x = 2');
  await pass(1_000);
  expect(onChanged).toHaveBeenCalledTimes(1);
  expect(verdicts.notes.get('a')).toEqual([
    {
      runId: 'first',
      runName: 'name of first',
      verdict: 'edited since',
      sentence: 'Cell 1 was edited since it ran as [1]; it defines x.',
      isLatest: true
    }
  ]);
  expect(verdicts.notes.has('b')).toBe(false);
  expect(written()).toHaveLength(2);

  verdicts.saved();
  await pass(1_000);
  expect(written().slice(2)).toEqual([['first', 'edited since']]);

  edit('a', 'x = 1');
  verdicts.saved();
  await pass(1_000);
  expect(written().slice(3)).toEqual([['first', 'clean']]);
  expect(verdicts.notes.has('a')).toBe(false);
});

it('does not look again where only outputs changed', async () => {
  const { verdicts } = start();
  verdicts.follow('s1');
  await pass(1_000);
  const onChanged = jest.fn();
  verdicts.changed.connect(onChanged);
  verdicts.cellsChanged();
  await pass(1_000);
  expect(onChanged).not.toHaveBeenCalled();
});

it('writes only what is not stored already', async () => {
  const { verdicts, written } = start({}, [
    run('second', 20, { 'trackbook.verdict': 'clean' }),
    run('first', 10, { 'trackbook.verdict': 'external' })
  ]);
  verdicts.follow('s1');
  await pass(1_000);
  expect(written()).toEqual([['first', 'clean']]);
  verdicts.runEnded();
  await pass(1_000);
  verdicts.saved();
  await pass(1_000);
  // The fake server never takes the tag, so that the second look finds it missing again.
  expect(written()).toEqual([
    ['first', 'clean'],
    ['first', 'clean']
  ]);
});

it('leaves the runs of another notebook on the same kernel alone', async () => {
  const { verdicts, written } = start({}, [
    run('second', 20, { 'trackbook.notebook': 'other.ipynb' }),
    run('first', 10, {})
  ]);
  verdicts.follow('s1');
  await pass(1_000);
  expect(written()).toEqual([['first', 'clean']]);
});

it('waits for the record, which comes after the end of the run', async () => {
  let asked = 0;
  const { verdicts, written, onUnreachable } = start({
    'get-artifact': () => (++asked < 3 ? NOT_FOUND : RECORD)
  });
  verdicts.follow('s1');
  await pass(1_000);
  expect(written()).toEqual([]);
  await pass(5_000);
  expect(written()).toHaveLength(2);
  expect(onUnreachable).not.toHaveBeenCalled();
});

it('gives up on a record that never comes, until another run ends', async () => {
  const { verdicts, requests } = start({ 'get-artifact': () => NOT_FOUND });
  const asked = () =>
    requests.filter(({ path }) => path === 'get-artifact').length;
  verdicts.follow('s1');
  await pass(600_000);
  expect(asked()).toBe(6);
  verdicts.runEnded();
  await pass(600_000);
  expect(asked()).toBe(12);
});

it('stores what it could not when the server answers again', async () => {
  let isAway = true;
  const { verdicts, written, onUnreachable } = start({
    'mlflow/runs/set-tag': () => (isAway ? new Refusal(503, '') : {})
  });
  verdicts.follow('s1');
  await pass(600_000);
  expect(onUnreachable).toHaveBeenCalled();
  const before = written().length;
  isAway = false;
  verdicts.reconnected();
  await pass(1_000);
  expect(written().slice(before)).toEqual([
    ['second', 'clean'],
    ['first', 'clean']
  ]);
  verdicts.reconnected();
  await pass(1_000);
  expect(written()).toHaveLength(before + 2);
});

it('goes on after a run that takes no tag', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const { verdicts, written } = start({
    'mlflow/runs/set-tag': ({ body }) =>
      body.run_id === 'second'
        ? new Refusal(400, { error_code: 'INVALID_STATE', message: 'deleted' })
        : {}
  });
  verdicts.follow('s1');
  await pass(1_000);
  verdicts.saved();
  await pass(1_000);
  expect(written()).toEqual([
    ['second', 'clean'],
    ['first', 'clean']
  ]);
  expect(warn).toHaveBeenCalledTimes(1);
  warn.mockRestore();
});

it('forgets a session that has ended', async () => {
  const { verdicts, edit, written } = start();
  verdicts.follow('s1');
  await pass(1_000);
  edit('a', 'x = 2');
  await pass(1_000);
  verdicts.follow(null);
  await pass(1_000);
  expect(verdicts.notes.has('a')).toBe(false);
  verdicts.saved();
  await pass(1_000);
  expect(written()).toHaveLength(2);
});

it('is silent once disposed', async () => {
  const { verdicts, requests } = start();
  verdicts.follow('s1');
  verdicts.dispose();
  verdicts.dispose();
  await pass(600_000);
  expect(requests).toEqual([]);
});
