import { type ISessionContext } from '@jupyterlab/apputils';
import { type Kernel, ServerConnection } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { TrackbookClient } from '../../client/index.js';
import { fakeServer } from '../../testing/fake-server.js';
import { Witnesses } from '../witness/witnesses.js';
import { KernelLink } from './kernel-link.js';
import { type FrontEndMessage } from './messages.js';

const hello: FrontEndMessage = {
  type: 'hello',
  notebook: 'a.ipynb',
  client: 'jupyterlab',
  values: 'ask',
  offline: false,
  data_limits: {}
};

const state = {
  type: 'state',
  session_id: 's1',
  recording: null,
  active_run_id: null,
  experiment_id: '0',
  experiment_name: 'Default',
  pending: 0,
  connected: true,
  error: null
};

class FakeComm {
  readonly sent: unknown[] = [];
  isDisposed = false;
  onMsg: (message: unknown) => void = () => undefined;
  onClose: () => void = () => undefined;

  open(): void {}

  send(message: unknown): void {
    this.sent.push(message);
  }

  close(): void {
    this.dispose();
  }

  dispose(): void {
    this.isDisposed = true;
  }

  /** What the hook says. */
  say(data: unknown): void {
    this.onMsg({ content: { data } });
  }
}

class FakeKernel {
  readonly id = 'k1';
  readonly clientId = 'page';
  readonly anyMessage = new Signal<this, Kernel.IAnyMessageArgs>(this);
  readonly serverSettings = ServerConnection.makeSettings({
    baseUrl: 'http://jupyter/',
    fetch: async () =>
      new Response(
        JSON.stringify({
          id: this.id,
          name: 'python3',
          execution_state: this.stateOnServer
        })
      )
  });
  stateOnServer = 'idle';
  status: Kernel.Status = 'idle';
  readonly comms: FakeComm[] = [];
  readonly executed: string[] = [];
  readonly info: Promise<unknown>;
  loadReply: object = { status: 'ok' };

  constructor(language = 'python') {
    this.info = Promise.resolve({ language_info: { name: language } });
  }

  get comm(): FakeComm {
    return this.comms.at(-1)!;
  }

  createComm(): FakeComm {
    this.comms.push(new FakeComm());
    return this.comm;
  }

  requestExecute({ code }: { code: string }) {
    this.executed.push(code);
    return { done: Promise.resolve({ content: this.loadReply }) };
  }
}

class FakeSessionContext {
  readonly kernelChanged = new Signal<this, void>(this);
  readonly sessionChanged = new Signal<this, void>(this);
  readonly statusChanged = new Signal<this, Kernel.Status>(this);
  readonly connectionStatusChanged = new Signal<this, Kernel.ConnectionStatus>(
    this
  );
  readonly ready = Promise.resolve();
  session: { kernel: FakeKernel } | null;

  constructor(kernel: FakeKernel | null) {
    this.session = kernel && { kernel };
  }
}

async function settle(): Promise<void> {
  await jest.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
  jest.useFakeTimers();
});

const links: KernelLink[] = [];

afterEach(() => {
  links.splice(0).forEach(link => link.dispose());
  jest.useRealTimers();
});

async function start(kernel: FakeKernel | null) {
  const context = new FakeSessionContext(kernel);
  const link = new KernelLink({
    sessionContext: context as unknown as ISessionContext,
    hello: () => hello,
    hookLoader: () => 'load',
    witnesses: new Witnesses({
      client: new TrackbookClient({
        fetch: fakeServer({}).fetch,
        baseUrl: '/'
      }),
      storage: { getItem: () => null, setItem: () => {}, removeItem: () => {} }
    })
  });
  links.push(link);
  await settle();
  return { context, link };
}

describe('KernelLink', () => {
  it('introduces itself, and is open when the hook answers', async () => {
    const kernel = new FakeKernel();
    const { link } = await start(kernel);
    expect(kernel.comm.sent).toEqual([hello]);
    expect(link.state.kind).toBe('connecting');
    kernel.comm.say(state);
    expect(link.state.kind).toBe('open');
    expect(kernel.executed).toEqual([]);
  });

  it('keeps messages in the order of executions', async () => {
    const kernel = new FakeKernel();
    await start(kernel);
    expect(kernel.comm).toHaveProperty('commsOverSubshells', 'disabled');
  });

  it('loads the hook where it is missing', async () => {
    const kernel = new FakeKernel();
    const { link } = await start(kernel);
    kernel.comm.onClose();
    await settle();
    expect(kernel.executed).toEqual(['load']);
    expect(kernel.comms).toHaveLength(2);
    kernel.comm.say(state);
    expect(link.state.kind).toBe('open');
  });

  it('says why the hook cannot be loaded, and tries again when asked', async () => {
    const kernel = new FakeKernel();
    kernel.loadReply = { status: 'error', ename: 'ImportError', evalue: 'x' };
    const { context, link } = await start(kernel);
    kernel.comm.onClose();
    await settle();
    expect(link.state).toEqual({
      kind: 'not-loaded',
      reason: 'ImportError: x'
    });

    context.statusChanged.emit('idle');
    await settle();
    expect(kernel.comms).toHaveLength(1);

    link.reconnect();
    await settle();
    expect(kernel.comms).toHaveLength(2);
  });

  it('does not load again what the user took away', async () => {
    const kernel = new FakeKernel();
    const { context, link } = await start(kernel);
    kernel.comm.say(state);
    kernel.comm.onClose();
    context.statusChanged.emit('idle');
    await settle();
    expect(link.state.kind).toBe('unloaded');
    expect(kernel.executed).toEqual([]);
  });

  it('comes back after a restart', async () => {
    const kernel = new FakeKernel();
    const { context, link } = await start(kernel);
    kernel.comm.say(state);
    context.statusChanged.emit('restarting');
    expect(link.state.kind).toBe('connecting');
    context.statusChanged.emit('idle');
    await settle();
    expect(kernel.comms).toHaveLength(2);
    kernel.comm.say(state);
    expect(link.state.kind).toBe('open');
  });

  it('notices that a restart took the comm away', async () => {
    const kernel = new FakeKernel();
    const { context } = await start(kernel);
    context.statusChanged.emit('restarting');
    context.statusChanged.emit('busy');
    await settle();
    kernel.comm.dispose();
    context.statusChanged.emit('idle');
    await settle();
    expect(kernel.comms).toHaveLength(3);
  });

  it('asks an idle kernel again when it does not answer', async () => {
    const kernel = new FakeKernel();
    kernel.status = 'busy';
    await start(kernel);
    jest.advanceTimersByTime(10_000);
    await settle();
    expect(kernel.comms).toHaveLength(1);

    kernel.status = 'idle';
    jest.advanceTimersByTime(10_000);
    await settle();
    expect(kernel.comms).toHaveLength(2);
  });

  it.each(['busy', 'unknown'] as const)(
    'says that a kernel is busy which is %s to this page',
    async status => {
      const kernel = new FakeKernel();
      kernel.status = status;
      kernel.stateOnServer = 'busy';
      const { link } = await start(kernel);
      expect(link.state.kind).toBe('connecting');
      await jest.advanceTimersByTimeAsync(5_000);
      expect(link.state.kind).toBe('busy');
      kernel.comm.say(state);
      expect(link.state.kind).toBe('open');
    }
  );

  it('waits for a kernel that starts slowly', async () => {
    const kernel = new FakeKernel();
    kernel.status = 'unknown';
    kernel.stateOnServer = 'starting';
    const { link } = await start(kernel);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(link.state.kind).toBe('connecting');
  });

  it('asks anew after a lost connection', async () => {
    const kernel = new FakeKernel();
    const { context } = await start(kernel);
    kernel.comm.say(state);
    context.connectionStatusChanged.emit('connected');
    expect(kernel.comm.sent).toEqual([hello, hello]);
  });

  it('follows the notebook to another kernel', async () => {
    const { context, link } = await start(new FakeKernel());
    const next = new FakeKernel();
    context.session = { kernel: next };
    context.kernelChanged.emit();
    await settle();
    next.comm.say(state);
    expect(link.state.kind).toBe('open');
  });

  it('knows that there is no kernel', async () => {
    const { link } = await start(null);
    expect(link.state.kind).toBe('no-kernel');
  });

  it('has a kernel without Python watched, for each of its lives', async () => {
    const kernel = new FakeKernel('R');
    const { context, link } = await start(kernel);
    expect(link.state).toEqual({ kind: 'watched', language: 'R' });
    expect(kernel.comms).toHaveLength(0);

    const sessions = new Set<string>();
    link.received.connect((_, message) => {
      if (message.type === 'state') {
        sessions.add(message.session_id);
      }
    });
    link.send(hello);
    context.connectionStatusChanged.emit('connected');
    await settle();
    expect(sessions.size).toBe(1);

    context.statusChanged.emit('restarting');
    expect(link.state.kind).toBe('connecting');
    context.statusChanged.emit('idle');
    await settle();
    expect(link.state.kind).toBe('watched');
    expect(sessions.size).toBe(2);
  });

  it('notices that the session ended', async () => {
    const { context, link } = await start(new FakeKernel());
    context.session = null;
    context.sessionChanged.emit();
    expect(link.state.kind).toBe('no-kernel');
  });

  it('can be disposed twice', async () => {
    const kernel = new FakeKernel();
    const { link } = await start(kernel);
    kernel.comm.say(state);
    link.dispose();
    link.dispose();
    expect(kernel.comm.isDisposed).toBe(true);
  });
});
