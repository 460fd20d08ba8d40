import { type ISessionContext } from '@jupyterlab/apputils';
import {
  CommsOverSubshells,
  type Kernel,
  KernelAPI,
  type KernelMessage as JupyterMessage
} from '@jupyterlab/services';
import { type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import { type KernelWitness } from '../witness/kernel-witness.js';
import { type Witnesses } from '../witness/witnesses.js';
import { isListening, isUnanswered, type LinkState } from './link-state.js';
import {
  COMM_TARGET,
  type FrontEndMessage,
  type KernelMessage,
  parseKernelMessage
} from './messages.js';

// An idle kernel answers at once, unless a restart swallowed what it was sent.
const ANSWER_TIMEOUT = 3_000;

/**
 * Keeps a comm to the hook in a notebook's kernel, through restarts, changes
 * of kernel and lost connections; loads the hook where it is missing. Where there can be none, the
 * kernel's witness in this page answers in its place.
 */
export class KernelLink implements IDisposable {
  private readonly _sessionContext: ISessionContext;
  private readonly _hello: () => FrontEndMessage;
  private readonly _hookLoader: () => string;
  private readonly _witnesses: Witnesses;
  private readonly _stateChanged = new Signal<this, LinkState>(this);
  private readonly _received = new Signal<this, KernelMessage>(this);
  private _state: LinkState = { kind: 'connecting' };
  private _comm: Kernel.IComm | null = null;
  private _watched: Watched | null = null;
  // Counts attempts, so that an answer to an abandoned one is not taken for the present one's.
  private _attempt = 0;
  private _isOpening = false;
  private _watchdog?: ReturnType<typeof setTimeout>;
  private _isDisposed = false;

  constructor(options: KernelLink.IOptions) {
    this._sessionContext = options.sessionContext;
    this._hello = options.hello;
    this._hookLoader = options.hookLoader;
    this._witnesses = options.witnesses;
    this._sessionContext.kernelChanged.connect(this.reconnect, this);
    // Shutting down ends the session without a word about its kernel.
    this._sessionContext.sessionChanged.connect(this.reconnect, this);
    this._sessionContext.statusChanged.connect(this._onStatusChanged, this);
    this._sessionContext.connectionStatusChanged.connect(
      this._onConnectionStatusChanged,
      this
    );
    void this._sessionContext.ready.then(() => this._openIfIdle());
  }

  get state(): LinkState {
    return this._state;
  }

  get stateChanged(): ISignal<this, LinkState> {
    return this._stateChanged;
  }

  get received(): ISignal<this, KernelMessage> {
    return this._received;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    const comm = this._livingComm;
    if (comm && this._state.kind === 'open') {
      comm.onClose = () => undefined;
      comm.close();
    }
    this._abandon();
    Signal.clearData(this);
  }

  /** Tell the hook something; throws when no hook listens. */
  send(message: FrontEndMessage): void {
    if (this._watched) {
      this._watched.witness.hear(message, this._watched.kernel);
      return;
    }
    if (!this._livingComm) {
      throw new Error('The kernel is not connected to Trackbook.');
    }
    this._livingComm.send(message);
  }

  /** Try once more to reach the hook, loading it if need be. */
  reconnect(): void {
    this._abandon();
    this._openIfIdle();
  }

  /** Where the hook was refused or taken away, only the user asks again. */
  private get _isWaiting(): boolean {
    return (
      isUnanswered(this._state) ||
      this._state.kind === 'dead' ||
      Boolean(this._comm?.isDisposed)
    );
  }

  /** The comm, unless a restart took it away, which happens without a word. */
  private get _livingComm(): Kernel.IComm | null {
    return this._comm?.isDisposed ? null : this._comm;
  }

  private get _kernel(): Kernel.IKernelConnection | null {
    return this._sessionContext.session?.kernel ?? null;
  }

  private _onStatusChanged(_: ISessionContext, status: Kernel.Status): void {
    switch (status) {
      case 'starting':
      case 'restarting':
      case 'autorestarting':
        this._endWitness();
        this._abandon();
        this._setState({ kind: 'connecting' });
        break;
      case 'dead':
        this._endWitness();
        this._abandon();
        this._setState({ kind: 'dead' });
        break;
      case 'idle':
      case 'busy':
        if (this._isWaiting) {
          this._openIfIdle();
        }
        break;
    }
  }

  private _onConnectionStatusChanged(
    _: ISessionContext,
    status: Kernel.ConnectionStatus
  ): void {
    if (status !== 'connected') {
      return;
    }
    if (this._isWaiting) {
      this.reconnect();
    } else if (isListening(this._state)) {
      // The comm outlives a lost websocket, but what was said meanwhile is gone.
      this.send(this._hello());
    }
  }

  private _abandon(): void {
    this._attempt++;
    clearTimeout(this._watchdog);
    this._isOpening = false;
    this._comm?.dispose();
    this._comm = null;
    if (this._watched) {
      const { witness, kernel } = this._watched;
      witness.said.disconnect(this._onSaid, this);
      this._witnesses.leave(witness, kernel);
      this._watched = null;
    }
  }

  private _endWitness(): void {
    if (this._watched) {
      this._witnesses.end(this._watched.witness, this._watched.kernel);
    }
  }

  private _openIfIdle(): void {
    const isLinked = this._livingComm !== null || this._watched !== null;
    if (this._isDisposed || isLinked || this._isOpening) {
      return;
    }
    const kernel = this._kernel;
    if (kernel) {
      void this._open(kernel);
    } else {
      this._setState({ kind: 'no-kernel' });
    }
  }

  private async _open(kernel: Kernel.IKernelConnection): Promise<void> {
    const attempt = ++this._attempt;
    // A busy kernel does not say what it is before its cell has ended.
    const known = this._witnesses.resume(kernel);
    if (known) {
      this._openWitness(known, kernel);
      return;
    }
    this._isOpening = true;
    this._setState({ kind: 'connecting' });
    this._watch(kernel);
    const info = await kernel.info;
    if (attempt !== this._attempt) {
      return;
    }
    this._isOpening = false;
    if (info.language_info.name !== 'python') {
      // Another notebook may have met it while this one waited.
      const met = this._witnesses.resume(kernel);
      this._openWitness(met ?? this._witnesses.begin(kernel, info), kernel);
      return;
    }
    this._openComm(kernel, () => void this._loadHook(kernel));
  }

  /** Try again when an idle kernel does not answer; a busy one is only late. */
  private _watch(kernel: Kernel.IKernelConnection): void {
    this._watchdog = setTimeout(() => {
      if (!isUnanswered(this._state)) {
        return;
      }
      if (kernel.status === 'idle') {
        this.reconnect();
      } else {
        void this._askWhetherBusy(kernel);
        this._watch(kernel);
      }
    }, ANSWER_TIMEOUT);
  }

  private async _askWhetherBusy(
    kernel: Kernel.IKernelConnection
  ): Promise<void> {
    const attempt = this._attempt;
    const isKernelBusy = await isBusy(kernel);
    if (
      isKernelBusy &&
      attempt === this._attempt &&
      this._state.kind === 'connecting'
    ) {
      this._setState({ kind: 'busy' });
    }
  }

  private _openComm(
    kernel: Kernel.IKernelConnection,
    onRefused: () => void
  ): void {
    const comm = kernel.createComm(COMM_TARGET);
    // On a subshell a message could overtake the execution that it announces.
    comm.commsOverSubshells = CommsOverSubshells.Disabled;
    comm.onMsg = message => this._onMessage(comm, message);
    comm.onClose = () => {
      if (comm !== this._comm) {
        return;
      }
      this._comm = null;
      if (this._state.kind === 'open') {
        this._setState({ kind: 'unloaded' });
      } else {
        onRefused();
      }
    };
    this._comm = comm;
    comm.open();
    comm.send(this._hello());
  }

  private _openWitness(
    witness: KernelWitness,
    kernel: Kernel.IKernelConnection
  ): void {
    this._watched = { witness, kernel };
    witness.attach(kernel);
    witness.said.connect(this._onSaid, this);
    this._setState({ kind: 'watched', language: witness.language });
    witness.hear(this._hello(), kernel);
  }

  private async _loadHook(kernel: Kernel.IKernelConnection): Promise<void> {
    const attempt = this._attempt;
    this._isOpening = true;
    const failure = await execute(kernel, this._hookLoader());
    if (attempt !== this._attempt) {
      return;
    }
    this._isOpening = false;
    if (failure === null) {
      this._openComm(kernel, () => this._setState({ kind: 'unloaded' }));
    } else {
      this._setState({ kind: 'not-loaded', reason: failure });
    }
  }

  private _onMessage(
    comm: Kernel.IComm,
    message: JupyterMessage.ICommMsgMsg
  ): void {
    if (comm !== this._comm) {
      return;
    }
    const parsed = parseKernelMessage(message.content.data);
    this._setState({ kind: 'open' });
    this._received.emit(parsed);
  }

  private _onSaid(_: KernelWitness, message: KernelMessage): void {
    this._received.emit(message);
  }

  private _setState(state: LinkState): void {
    if (state.kind !== this._state.kind) {
      this._state = state;
      this._stateChanged.emit(state);
    }
  }
}

type Watched = { witness: KernelWitness; kernel: Kernel.IKernelConnection };

/** A kernel that was busy before this page came tells only Jupyter's server so. */
async function isBusy(kernel: Kernel.IKernelConnection): Promise<boolean> {
  if (kernel.status !== 'unknown') {
    return kernel.status === 'busy';
  }
  // Where Jupyter does not answer, nothing is known of the kernel: it is asked again.
  const model = await KernelAPI.getKernelModel(
    kernel.id,
    kernel.serverSettings
  ).catch(() => undefined);
  return model?.execution_state === 'busy';
}

/** What went wrong with silently executed code, or null. */
async function execute(
  kernel: Kernel.IKernelConnection,
  code: string
): Promise<string | null> {
  const request = { code, silent: true, store_history: false };
  try {
    const { content } = await kernel.requestExecute(request).done;
    return content.status === 'error'
      ? `${content.ename}: ${content.evalue}`
      : null;
  } catch (error) {
    return String(error);
  }
}

export namespace KernelLink {
  export interface IOptions {
    sessionContext: ISessionContext;
    /** How this front end introduces itself to the hook. */
    hello: () => FrontEndMessage;
    /** Code that loads the hook in a kernel that started without it. */
    hookLoader: () => string;
    /** For kernels that cannot have the hook. */
    witnesses: Witnesses;
  }
}
