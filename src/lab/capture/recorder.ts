import { type ISessionContext } from '@jupyterlab/apputils';
import { type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import {
  type ExperimentChoice,
  type ValuesPolicy
} from '../../views/panel/panel-props.js';
import { type Witnesses } from '../witness/witnesses.js';
import { KernelLink } from './kernel-link.js';
import { KernelAnswers } from './kernel-answers.js';
import { isListening, type LinkState } from './link-state.js';
import {
  type DataLimits,
  type FoundValue,
  type FrontEndMessage,
  type InspectedVariable,
  type KernelMessage,
  type RunReport
} from './messages.js';
import {
  initialState,
  type RecorderState,
  withLink,
  withMessage,
  withoutRun,
  withoutSuggestions,
  withRequestedLogging
} from './recorder-state.js';

/** How long a run that a tracked cell made can be discarded. */
const DISCARDABLE_FOR = 10_000;

/** Captures one notebook: what its kernel's hook says, and what the user asks of it. */
export class Recorder implements IDisposable {
  private readonly _link: KernelLink;
  private readonly _changed = new Signal<this, RecorderState>(this);
  private readonly _runReported = new Signal<this, RunReport>(this);
  private _state = initialState;
  private readonly _client: Recorder.IOptions['client'];
  private readonly _values: Recorder.IOptions['values'];
  private readonly _answers = new KernelAnswers();
  private readonly _interrupt: Recorder.IOptions['interrupt'];
  private readonly _isOfflineMode: Recorder.IOptions['isOfflineMode'];
  private readonly _dataLimits: Recorder.IOptions['dataLimits'];
  private _notebook: string;
  private _discardTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Recorder.IOptions) {
    this._notebook = options.notebook;
    this._client = options.client;
    this._values = options.values;
    this._interrupt = options.interrupt;
    this._isOfflineMode = options.isOfflineMode;
    this._dataLimits = options.dataLimits;
    this._link = new KernelLink({
      sessionContext: options.sessionContext,
      hello: () => this._hello(),
      hookLoader: options.hookLoader,
      witnesses: options.witnesses
    });
    this._link.stateChanged.connect(this._onLinkChanged, this);
    this._link.received.connect(this._onReceived, this);
  }

  get state(): RecorderState {
    return this._state;
  }

  get changed(): ISignal<this, RecorderState> {
    return this._changed;
  }

  /** Emitted when a run of the kernel begins, or ends. */
  get runReported(): ISignal<this, RunReport> {
    return this._runReported;
  }

  /** Path of the notebook below Jupyter's root. */
  get notebook(): string {
    return this._notebook;
  }

  set notebook(path: string) {
    if (path === this._notebook) {
      return;
    }
    this._notebook = path;
    this.introduce();
  }

  /** Whether somebody captures, of whom something can be asked. */
  get isReady(): boolean {
    return isListening(this._state.link);
  }

  /** Whether the kernel's variables can be looked at: by its hook, not from a page. */
  get canInspect(): boolean {
    return this._state.link.kind !== 'watched';
  }

  get isDisposed(): boolean {
    return this._link.isDisposed;
  }

  dispose(): void {
    if (!this.isDisposed) {
      clearTimeout(this._discardTimer);
      this._link.dispose();
      this._answers.fail('The notebook was closed.');
      Signal.clearData(this);
    }
  }

  /** Tell a hook that listens anew what this front end is and wants. */
  introduce(): void {
    if (this.isReady) {
      this._link.send(this._hello());
    }
  }

  /** Make a run of the next execution of a cell. Send before executing it. */
  arm(cellId: string, name?: string): void {
    this._link.send({ type: 'arm', cell_id: cellId, name });
  }

  /** Forget what was armed: an execution that the kernel aborted never took it up. */
  disarm(cellId: string): void {
    if (this.isReady) {
      this._link.send({ type: 'disarm', cell_id: cellId });
    }
  }

  startRecording(name?: string): void {
    this._link.send({ type: 'record_start', name });
    this._setState({ ...this._state, requested: 'start' });
  }

  stopRecording(): void {
    this._link.send({ type: 'record_stop' });
    this._setState({ ...this._state, requested: 'stop' });
  }

  setExperiment(experiment: ExperimentChoice): void {
    const { id, name } = experiment;
    this._link.send({ type: 'set_experiment', experiment_id: id, name });
    this._setState({ ...this._state, requestedExperiment: experiment });
  }

  /** Try once more to reach the hook, loading it if need be. */
  reconnect(): void {
    this._link.reconnect();
  }

  dropSuggestions(ids: ReadonlySet<string>): void {
    this._setState(withoutSuggestions(this._state, ids));
  }

  /** Have figures, tables and models logged by the kernel; its state tells how it goes. */
  logObjects(
    runId: string,
    objects: readonly Pick<FoundValue, 'id' | 'key'>[]
  ): void {
    this._link.send({
      type: 'log_objects',
      run_id: runId,
      objects: objects.map(({ id, key }) => ({ id, key }))
    });
    const ids = new Set(objects.map(({ id }) => id));
    this._setState(withRequestedLogging(this._state, ids));
  }

  /** Log one, and wait for the outcome; rejects with what went wrong. */
  async logObject(
    runId: string,
    object: Pick<FoundValue, 'id' | 'key'>
  ): Promise<void> {
    const outcome = this._answers.outcomeOf(object.id);
    this.logObjects(runId, [object]);
    await outcome;
  }

  /** End a logging that takes too long. */
  cancelLogging(): void {
    this._interrupt();
  }

  /** What a variable is; answered as soon as the kernel is free. */
  inspect(name: string): Promise<InspectedVariable> {
    const { request, answer } = this._answers.expect();
    this._link.send({ type: 'inspect', request, name });
    return answer;
  }

  /** A run was discarded: neither the hook nor this recorder shall mention it again. */
  forgetRun(runId: string): void {
    if (this.isReady) {
      this._link.send({ type: 'discarded', run_id: runId });
    }
    this._setState(withoutRun(this._state, runId));
  }

  private _hello(): FrontEndMessage {
    return {
      type: 'hello',
      notebook: this._notebook,
      client: this._client,
      values: this._values(),
      offline: this._isOfflineMode(),
      data_limits: this._dataLimits()
    };
  }

  private _onLinkChanged(_: KernelLink, link: LinkState): void {
    if (!isListening(link)) {
      this._answers.fail('The kernel is gone.');
    }
    this._setState(withLink(this._state, link));
  }

  private _onReceived(_: KernelLink, message: KernelMessage): void {
    this._answers.hear(message);
    this._setState(withMessage(this._state, message));
    if (message.type === 'run') {
      this._runReported.emit(message);
    }
  }

  private _setState(state: RecorderState): void {
    if (state.justTracked !== this._state.justTracked) {
      clearTimeout(this._discardTimer);
      this._discardTimer =
        state.justTracked === null
          ? undefined
          : setTimeout(
              () => this._setState({ ...this._state, justTracked: null }),
              DISCARDABLE_FOR
            );
    }
    this._state = state;
    this._changed.emit(state);
  }
}

export namespace Recorder {
  export interface IOptions {
    sessionContext: ISessionContext;
    /** Path of the notebook below Jupyter's root. */
    notebook: string;
    client: 'jupyterlab' | 'notebook';
    /** What the user wants done with values that tracked cells leave behind. */
    values: () => ValuesPolicy;
    /** Interrupts the kernel. */
    interrupt: () => void;
    /** Whether what code logs shall wait while the server is away. */
    isOfflineMode: () => boolean;
    /** How much of the data of a cell the kernel may read. */
    dataLimits: () => DataLimits;
    /** Code that loads the hook in a kernel that started without it. */
    hookLoader: () => string;
    /** For kernels that cannot have the hook. */
    witnesses: Witnesses;
  }
}
