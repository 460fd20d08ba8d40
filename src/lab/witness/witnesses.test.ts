import { jest } from '@jest/globals';
import { TrackbookClient } from '../../client/index.js';
import { fakeServer, Refusal } from '../../testing/fake-server.js';
import { WatchedKernel } from '../../testing/watched-kernel.js';
import {
  type FrontEndMessage,
  type KernelMessage,
  type KernelState
} from '../capture/messages.js';
import { type KernelWitness } from './kernel-witness.js';
import { Witnesses } from './witnesses.js';

const NOW = 1_700_000_000_000;
const AWAY = new Refusal(503, '');

type Run = {
  name?: string;
  status: string;
  startedAt: number;
  endedAt?: number;
  tags: Record<string, string>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  record?: any;
};

/** A server that keeps runs, and a page that watches a kernel of R. */
function start() {
  const runs: Run[] = [];
  const server = { isAway: false };
  const whenThere =
    (answer: (request: never) => unknown) => (request: unknown) =>
      server.isAway ? AWAY : answer(request as never);
  const { fetch, requests } = fakeServer({
    'trackbook/features': () => ({ version: '1', features: [] }),
    'mlflow/runs/create': whenThere(({ body }) => {
      const { run_name, start_time, tags } = body as Record<string, never>;
      runs.push({
        name: run_name,
        status: 'RUNNING',
        startedAt: start_time,
        tags: Object.fromEntries(
          (tags as { key: string; value: string }[]).map(tag => [
            tag.key,
            tag.value
          ])
        )
      });
      return { run: { info: { run_id: `r${runs.length - 1}` } } };
    }),
    'mlflow/runs/update': whenThere(({ body }) => {
      const { run_id, status, end_time } = body as Record<string, string>;
      Object.assign(runs[Number(run_id.slice(1))], {
        status,
        endedAt: end_time
      });
      return {};
    }),
    'mlflow/runs/set-tag': whenThere(({ body }) => {
      const { run_id, key, value } = body as Record<string, string>;
      runs[Number(run_id.slice(1))].tags[key] = value;
      return {};
    }),
    'mlflow/upload-artifact': whenThere(({ query, body }) => {
      const params = query as URLSearchParams;
      expect(params.get('path')).toBe('trackbook/cells.json');
      runs[Number(params.get('run_uuid')!.slice(1))].record = body;
      return {};
    }),
    'mlflow/runs/search': whenThere(({ body }) => {
      const { filter } = body as { filter: string };
      return {
        runs: runs.flatMap(({ tags }, i) =>
          filter.includes(tags['trackbook.key'])
            ? [{ info: { run_id: `r${i}` } }]
            : []
        )
      };
    })
  });
  const storage = new Map<string, string>();
  const load = () =>
    new Witnesses({
      client: new TrackbookClient({ fetch, baseUrl: '/' }),
      storage: {
        getItem: key => storage.get(key) ?? null,
        setItem: (key, value) => void storage.set(key, value),
        removeItem: key => void storage.delete(key)
      }
    });
  return { runs, requests, server, load, page: load() };
}

/** A notebook that shows a kernel. */
function show(
  witness: KernelWitness,
  kernel: WatchedKernel,
  notebook = 'a.ipynb'
) {
  const said: KernelMessage[] = [];
  witness.said.connect((_, message) => said.push(message));
  witness.attach(kernel.connection);
  const tell = (message: FrontEndMessage) =>
    witness.hear(message, kernel.connection);
  tell({
    ...{ type: 'hello', notebook, client: 'jupyterlab' },
    ...{ values: 'ask', offline: false, data_limits: {} }
  });
  const state = () =>
    said.filter(({ type }) => type === 'state').at(-1) as KernelState;
  return { said, tell, state };
}

function watch(page: Witnesses, kernel: WatchedKernel, notebook?: string) {
  const witness =
    page.resume(kernel.connection) ??
    page.begin(kernel.connection, kernel.infoReply);
  return { witness, ...show(witness, kernel, notebook) };
}

/** Each request takes some turns of the event loop. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    await jest.advanceTimersByTimeAsync(0);
  }
}

beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
});

afterEach(() => {
  jest.useRealTimers();
});

it('makes a run of a tracked cell, with the record of the session', async () => {
  const { runs, page } = start();
  const kernel = new WatchedKernel('page');
  const { tell, said, state } = watch(page, kernel);
  kernel.execute('1', 'a', 'token <- "hunter2"');
  tell({ type: 'set_experiment', experiment_id: '7', name: 'taxi' });
  tell({ type: 'arm', cell_id: 'b', name: 'first' });
  kernel.request('2', 'b');
  kernel.begin('2', 'x + 1');
  await settled();
  expect(runs).toMatchObject([{ name: 'first', status: 'RUNNING' }]);
  expect(runs[0].record.executions.at(-1).status).toBe('unseen');
  expect(state().active_run_id).toBe('r0');

  jest.advanceTimersByTime(1_500);
  kernel.end('2');
  await settled();
  expect(runs).toMatchObject([
    {
      status: 'FINISHED',
      startedAt: NOW,
      endedAt: NOW + 1_500,
      tags: {
        'trackbook.kind': 'cell',
        'trackbook.notebook': 'a.ipynb',
        'trackbook.cell_id': 'b',
        'trackbook.execution_count': '2',
        'trackbook.session': state().session_id
      },
      record: {
        version: 1,
        session: { kernel: 'ir', language: 'R', language_version: '4.2.2' },
        executions: [
          {
            seq: 0,
            cell_id: 'a',
            source: 'token <- "***masked***"',
            status: 'ok',
            run_ids: []
          },
          {
            seq: 1,
            cell_id: 'b',
            notebook: 'a.ipynb',
            client: 'jupyterlab',
            duration_ms: 1_500,
            status: 'ok',
            run_ids: ['r0']
          }
        ]
      }
    }
  ]);
  const reports = said.filter(({ type }) => type === 'run');
  expect(reports).toMatchObject([
    { run_id: 'r0', cell_id: 'b', status: 'RUNNING', kind: 'cell' },
    { run_id: 'r0', cell_id: 'b', status: 'FINISHED', kind: 'cell' }
  ]);
  expect(state().active_run_id).toBeNull();

  kernel.execute('3', 'b', 'x + 1');
  await settled();
  expect(runs).toHaveLength(1);
});

it.each([
  ['FAILED', { error: ['ERROR', 'object not found'] as [string, string] }],
  ['KILLED', { reply: 'abort' }]
])('tells how a cell went: %s', async (status, outcome) => {
  const { runs, page } = start();
  const kernel = new WatchedKernel('page');
  watch(page, kernel).tell({ type: 'arm', cell_id: 'a' });
  kernel.execute('1', 'a', 'y', outcome);
  await settled();
  expect(runs).toMatchObject([{ status }]);
});

it('tracks the next request for a cell, not one that was on its way', async () => {
  const { runs, page } = start();
  const kernel = new WatchedKernel('page');
  const { tell } = watch(page, kernel);
  kernel.request('1', 'a');
  tell({ type: 'arm', cell_id: 'a' });
  kernel.begin('1', 'x');
  kernel.end('1');
  await settled();
  expect(runs).toHaveLength(0);
  kernel.request('2', 'a');
  // Skipped by the kernel, and not tracked when it is asked for again.
  tell({ type: 'disarm', cell_id: 'a' });
  kernel.execute('3', 'a', 'x');
  await settled();
  expect(runs).toHaveLength(0);
});

it('records executions as one run, whose failed cell was mended', async () => {
  const { runs, page } = start();
  const kernel = new WatchedKernel('page');
  const { tell, state } = watch(page, kernel);
  tell({ type: 'record_start', name: 'three' });
  kernel.execute('1', 'a', 'x', { error: ['ERROR', 'bad'] });
  kernel.execute('2', 'a', 'x <- 1');
  await settled();
  expect(state().recording).toMatchObject({ run_id: 'r0', executions: 2 });
  kernel.request('3', 'b');
  kernel.begin('3', 'y');
  tell({ type: 'record_stop' });
  await settled();
  expect(runs[0].status).toBe('RUNNING');
  kernel.end('3');
  await settled();
  expect(state().recording).toBeNull();
  expect(runs).toMatchObject([{ name: 'three', status: 'FINISHED' }]);
  expect(runs[0].record.executions).toHaveLength(3);
  expect(runs[0].tags).toMatchObject({
    'trackbook.cell_id': 'a',
    'trackbook.execution_count': '1'
  });
});

it('is one witness for two notebooks on a kernel', async () => {
  const { runs, page } = start();
  const first = new WatchedKernel('first');
  const second = new WatchedKernel('second');
  const { witness } = watch(page, first);
  const other = watch(page, second, 'b.ipynb');
  expect(other.witness).toBe(witness);
  other.tell({ type: 'arm', cell_id: 'b' });
  second.request('1', 'b');
  first.begin('1', 'x', 'second');
  second.begin('1', 'x');
  first.say('status', '1', { execution_state: 'idle' }, 'second');
  second.end('1');
  first.execute('2', 'a', 'y');
  first.begin('3', 'z', 'a console');
  page.leave(witness, first.connection);
  await settled();
  expect(runs).toMatchObject([
    { status: 'FINISHED', tags: { 'trackbook.notebook': 'b.ipynb' } }
  ]);
  expect(
    witness
      .suspend()
      .record.executions.map(({ notebook, client }) => [notebook, client])
  ).toEqual([
    ['b.ipynb', 'jupyterlab'],
    ['a.ipynb', 'jupyterlab'],
    ['', 'unknown']
  ]);
});

it('waits for a server that is away, and writes in order, once', async () => {
  const { runs, requests, page, server } = start();
  const kernel = new WatchedKernel('page');
  const { tell, state } = watch(page, kernel);
  server.isAway = true;
  tell({ type: 'arm', cell_id: 'a' });
  kernel.execute('1', 'a', 'x');
  await settled();
  expect(state()).toMatchObject({ connected: false, pending: 3 });
  server.isAway = false;
  await jest.advanceTimersByTimeAsync(10_000);
  expect(runs).toMatchObject([
    { status: 'FINISHED', startedAt: NOW, endedAt: NOW }
  ]);
  expect(state()).toMatchObject({ connected: true, pending: 0 });
  const paths = requests.map(({ path }) => path);
  // Its first answer might have been lost only on its way back.
  expect(paths.filter(path => path === 'mlflow/runs/search')).toHaveLength(1);
});

it('says no more of a run that was discarded', async () => {
  const { page, requests } = start();
  const kernel = new WatchedKernel('page');
  const { tell, state } = watch(page, kernel);
  tell({ type: 'arm', cell_id: 'a' });
  kernel.request('1', 'a');
  kernel.begin('1', 'x');
  await settled();
  expect(requests.at(-1)!.path).toBe('mlflow/upload-artifact');
  tell({ type: 'discarded', run_id: 'r0' });
  kernel.end('1');
  await settled();
  expect(requests.map(({ path }) => path)).not.toContain('mlflow/runs/update');
  expect(state()).toMatchObject({ error: null, pending: 0 });
});

it('goes on after a reload, with the cell that still runs', async () => {
  const { runs, load, page } = start();
  const kernel = new WatchedKernel('page');
  const before = watch(page, kernel);
  kernel.execute('1', 'a', 'x');
  before.tell({ type: 'arm', cell_id: 'b' });
  kernel.request('2', 'b');
  kernel.begin('2', 'y');
  await settled();
  page.suspend();
  await settled();
  expect(runs).toMatchObject([{ status: 'KILLED' }]);

  const again = new WatchedKernel('reloaded');
  const after = watch(load(), again);
  await settled();
  expect(runs).toMatchObject([{ status: 'RUNNING' }]);
  expect(after.state().session_id).toBe(before.state().session_id);
  jest.advanceTimersByTime(60_000);
  again.say('status', '2', { execution_state: 'idle' }, 'page');
  await again.answerInfo();
  await settled();
  expect(runs).toMatchObject([{ status: 'FINISHED', endedAt: NOW + 60_000 }]);
  expect(runs[0].record.executions).toMatchObject([
    { status: 'ok', duration_ms: 0 },
    { status: 'ok', duration_ms: 60_000 }
  ]);
});

it('does not know how a cell went that ended during a reload', async () => {
  const { runs, load, page } = start();
  const kernel = new WatchedKernel('page');
  watch(page, kernel).tell({ type: 'arm', cell_id: 'a' });
  kernel.request('1', 'a');
  kernel.begin('1', 'x');
  await settled();
  page.suspend();
  const again = new WatchedKernel('reloaded');
  const { state } = watch(load(), again);
  await again.answerInfo();
  await settled();
  expect(runs).toMatchObject([
    { status: 'KILLED', record: { executions: [{ status: 'unseen' }] } }
  ]);
  expect(state().active_run_id).toBeNull();
});

it('begins a new session when the kernel is restarted, for all notebooks', async () => {
  const { runs, page } = start();
  const first = new WatchedKernel('first');
  const second = new WatchedKernel('second');
  const { witness, tell, state } = watch(page, first);
  watch(page, second, 'b.ipynb');
  const sessionId = state()?.session_id;
  tell({ type: 'arm', cell_id: 'a' });
  first.request('1', 'a');
  first.begin('1', 'quit()');
  await settled();
  page.end(witness, first.connection);
  const next = watch(page, first);
  page.end(witness, second.connection);
  await settled();
  expect(runs).toMatchObject([
    { status: 'KILLED', record: { executions: [{ status: 'died' }] } }
  ]);
  expect(next.state().session_id).not.toBe(sessionId);
  expect(page.resume(second.connection)).toBe(next.witness);
});
