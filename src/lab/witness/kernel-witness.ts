import {
  type Kernel,
  type KernelMessage as Jupyter
} from '@jupyterlab/services';
import { UUID } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import {
  type RecordedExecution,
  type SessionRecord
} from '../../analysis/session-record.js';
import { type TrackbookClient } from '../../client/index.js';
import { type ExperimentChoice } from '../../views/panel/panel-props.js';
import {
  type FrontEndMessage,
  type KernelMessage
} from '../capture/messages.js';
import {
  type Beginning,
  type Ending,
  ExecutionWatch,
  type Request,
  type Running
} from './execution-watch.js';
import { maskSecrets } from './masking.js';
import {
  NO_RUNS,
  type OpenRuns,
  RunTracker,
  type TrackedRun
} from './run-tracker.js';
import { type Entry, RunWriter, type Unwritten } from './run-writer.js';
import { WatchedSession } from './watched-session.js';

const LONGEST_MESSAGE = 10_000;
/** Every server has it. */
const DEFAULT_EXPERIMENT: ExperimentChoice = { id: '0', name: 'Default' };

/** What a witness knows, to be gone on with by another one; goes through JSON. */
export type Memory = {
  record: SessionRecord;
  running: Running | null;
  open: OpenRuns;
  unwritten: Unwritten;
  experiment: ExperimentChoice;
};

type Front = Pick<FrontEndMessage & { type: 'hello' }, 'notebook' | 'client'>;

/**
 * Does for a kernel that cannot have the hook what the hook does, as far as a page can: it sees the
 * messages of executions and makes runs of them, and speaks to recorders as the hook would.
 */
export class KernelWitness {
  private readonly _client: KernelWitness.IOptions['client'];
  private readonly _said = new Signal<this, KernelMessage>(this);
  private readonly _session: WatchedSession;
  private readonly _watch: ExecutionWatch;
  private readonly _writer: RunWriter;
  private readonly _tracker: RunTracker;
  private readonly _connections = new Set<Kernel.IKernelConnection>();
  private readonly _fronts = new Map<string, Front>();
  private readonly _armed = new Map<string, string>();
  private readonly _requests = new Map<
    string,
    { cellId: string | null; name: string | null }
  >();
  private _experiment: ExperimentChoice;
  private _isTelling = false;

  constructor({ client, memory }: KernelWitness.IOptions) {
    this._client = client;
    this._experiment = memory.experiment;
    this._session = new WatchedSession(memory.record);
    this._watch = new ExecutionWatch(memory.running);
    this._watch.requested.connect(this._onRequested, this);
    this._watch.began.connect(this._onBegan, this);
    this._watch.ended.connect(this._onEnded, this);
    this._writer = new RunWriter({
      client,
      unwritten: memory.unwritten,
      recordUpto: upto =>
        this._session.textUpto(upto, key => this._writer.runId(key))
    });
    this._writer.written.connect(this._onWritten, this);
    this._writer.changed.connect(this._tell, this);
    this._tracker = new RunTracker({
      open: memory.open,
      put: entry => this._writer.put(entry),
      experimentId: () => this._experiment.id,
      sessionId: memory.record.session.id
    });
    this._tracker.reopen();
  }

  /** A kernel that nobody has watched yet. */
  static memoryOf(name: string, info: Jupyter.IInfoReply): Memory {
    return {
      record: {
        session: {
          id: UUID.uuid4().replaceAll('-', ''),
          kernel: name,
          language: info.language_info.name,
          languageVersion: info.language_info.version ?? '',
          startedAt: Date.now(),
          parameters: []
        },
        executions: []
      },
      running: null,
      open: NO_RUNS,
      unwritten: { entries: [], runIds: [] },
      experiment: DEFAULT_EXPERIMENT
    };
  }

  /** What the hook would say to each notebook. */
  get said(): ISignal<this, KernelMessage> {
    return this._said;
  }

  get language(): string {
    return this._session.record.session.language;
  }

  /** Whether a notebook still shows this kernel. */
  get isAttended(): boolean {
    return this._connections.size > 0;
  }

  attach(kernel: Kernel.IKernelConnection): void {
    this._connections.add(kernel);
    kernel.anyMessage.connect(this._onMessage, this);
  }

  detach(kernel: Kernel.IKernelConnection): void {
    this._connections.delete(kernel);
    kernel.anyMessage.disconnect(this._onMessage, this);
  }

  /** A notebook says what it would say to the hook. */
  hear(message: FrontEndMessage, kernel: Kernel.IKernelConnection): void {
    switch (message.type) {
      case 'hello':
        this._fronts.set(kernel.clientId, message);
        break;
      case 'arm':
        this._armed.set(message.cell_id, message.name ?? '');
        break;
      case 'disarm':
        this._armed.delete(message.cell_id);
        break;
      case 'record_start':
        this._tracker.startRecording(
          message.name ?? '',
          this._fronts.get(kernel.clientId)?.notebook ?? '',
          this._session.present
        );
        break;
      case 'record_stop':
        this._tracker.stopRecording(this._session.present);
        break;
      case 'set_experiment':
        this._experiment = { id: message.experiment_id, name: message.name };
        break;
      case 'discarded':
        this._writer.forget(message.run_id);
        break;
      case 'inspect':
      case 'log_objects':
        throw new Error('A page cannot look at the variables of a kernel.');
    }
    this._tell();
  }

  /** What is running will not be heard to end, as the kernel has nothing more to do. */
  settle(): void {
    this._watch.settle(this._watch.running?.requestId ?? '');
  }

  /** The kernel is gone: what was running has died with it. */
  end(): void {
    this._connections.forEach(kernel => this.detach(kernel));
    const { present } = this._session;
    if (present) {
      this._session.end(present, { status: 'died', error: null });
      this._tracker.end(present);
    }
    this._tracker.close();
  }

  /**
   * Nobody may come back to this kernel: its runs are closed, as what happens to them is not seen any
   * more. What is returned lets another witness go on.
   */
  suspend(): Memory {
    const unwritten = this._writer.stop();
    const { cell, recording } = this._tracker.open;
    for (const run of [cell, recording]) {
      const runId = run && this._writer.runId(run.key);
      if (runId) {
        void this._client.runs
          .setStatus(runId, 'KILLED', Date.now(), { keepalive: true })
          .catch((error: Error) =>
            console.warn(`Run ${runId} could not be closed.`, error)
          );
      }
    }
    return {
      record: this._session.record,
      running: this._watch.running,
      open: this._tracker.open,
      unwritten,
      experiment: this._experiment
    };
  }

  private _onMessage(
    _: Kernel.IKernelConnection,
    message: Kernel.IAnyMessageArgs
  ): void {
    this._watch.hear(message);
  }

  private _onRequested(
    _: ExecutionWatch,
    { requestId, cellId }: Request
  ): void {
    const name = this._armed.get(cellId ?? '') ?? null;
    this._armed.delete(cellId ?? '');
    this._requests.set(requestId, { cellId, name });
  }

  private _onBegan(
    _: ExecutionWatch,
    { requestId, connection, source, executionCount }: Beginning
  ): void {
    const request = this._requests.get(requestId);
    this._requests.delete(requestId);
    const front = this._fronts.get(connection);
    const execution = this._session.begin({
      cellId: request?.cellId ?? '',
      notebook: front?.notebook ?? '',
      client: front?.client ?? 'unknown',
      executionCount,
      source: maskSecrets(source)
    });
    this._tracker.begin(execution, request?.name ?? null);
    this._tell();
  }

  private _onEnded(_: ExecutionWatch, { status, error }: Ending): void {
    const { present } = this._session;
    if (present) {
      this._session.end(present, { status, error: error && shortened(error) });
      this._tracker.end(present);
      this._tell();
    }
  }

  private _onWritten(_: RunWriter, { op, key, ...entry }: Entry): void {
    const run = this._tracker.find(key);
    const runId = this._writer.runId(key);
    if (op !== 'record' && run && runId) {
      this._said.emit({
        type: 'run',
        run_id: runId,
        cell_id: run.cellId,
        execution_count: run.executionCount,
        status: 'status' in entry ? entry.status : 'RUNNING',
        kind: run.kind
      });
    }
  }

  /** Later, as the hook would: who asks for something has time to note that it did. */
  private _tell(): void {
    if (this._isTelling) {
      return;
    }
    this._isTelling = true;
    queueMicrotask(() => {
      this._isTelling = false;
      this._said.emit(this._state());
    });
  }

  private _state(): KernelMessage {
    const { recording } = this._tracker.open;
    const runIdOf = (run: TrackedRun | null) =>
      run && this._writer.runId(run.key);
    return {
      type: 'state',
      session_id: this._session.record.session.id,
      recording: recording && {
        run_id: runIdOf(recording),
        name: recording.name,
        started_at: recording.startedAt,
        executions: recording.executions
      },
      active_run_id: runIdOf(this._tracker.run),
      experiment_id: this._experiment.id,
      experiment_name: this._experiment.name,
      pending: this._writer.pending,
      connected: this._writer.isConnected,
      error: this._writer.error
    };
  }
}

function shortened({ name, message }: NonNullable<RecordedExecution['error']>) {
  const text =
    message.length > LONGEST_MESSAGE
      ? `${message.slice(0, LONGEST_MESSAGE)} …`
      : message;
  return { name, message: maskSecrets(text) };
}

export namespace KernelWitness {
  export interface IOptions {
    client: Pick<TrackbookClient, 'runs' | 'artifacts'>;
    /** What was known of the kernel before. */
    memory: Memory;
  }
}
