import { UUID } from '@lumino/coreutils';
import { type RecordedExecution } from '../../analysis/session-record.js';
import { type RunStatus } from '../../client/index.js';
import { type Entry } from './run-writer.js';

/** A run that a cell or a recording is stored as; `key` names it until the server has. */
export type TrackedRun = {
  key: string;
  kind: 'cell' | 'recording';
  name: string | null;
  cellId: string | null;
  executionCount: number | null;
  startedAt: number;
  executions: number;
  /** Of each cell the last result: a cell that was mended and run again has not failed. */
  results: Record<string, RecordedExecution['status']>;
};

/** The runs that are open; goes through JSON. */
export type OpenRuns = {
  cell: TrackedRun | null;
  recording: TrackedRun | null;
  /** Whether the recording ends with the present execution. */
  isStopping: boolean;
};

export const NO_RUNS: OpenRuns = {
  cell: null,
  recording: null,
  isStopping: false
};

/** Which executions become which run. */
export class RunTracker {
  private readonly _options: RunTracker.IOptions;
  private readonly _open: OpenRuns;
  private readonly _runs = new Map<string, TrackedRun>();

  constructor(options: RunTracker.IOptions) {
    this._options = options;
    this._open = { ...options.open };
    for (const run of [this._open.cell, this._open.recording]) {
      if (run) {
        this._runs.set(run.key, run);
      }
    }
  }

  find(key: string): TrackedRun | null {
    return this._runs.get(key) ?? null;
  }

  get open(): Readonly<OpenRuns> {
    return this._open;
  }

  /** The run that the present execution belongs to, else the recording. */
  get run(): TrackedRun | null {
    return this._open.cell ?? this._open.recording;
  }

  /** An execution begins; it becomes a run of its own if `name` is not null. */
  begin(execution: RecordedExecution, name: string | null): void {
    if (name !== null) {
      this._open.cell = this._create(
        'cell',
        name,
        execution.notebook,
        execution
      );
    }
    this._take(execution);
  }

  end(execution: RecordedExecution): void {
    const { run } = this;
    const { cell, recording, isStopping } = this._open;
    if (run) {
      run.results[placeOf(execution)] = execution.status;
      this._store(run, execution.seq);
    }
    if (cell) {
      this._finish(cell, statusOf(cell));
      this._open.cell = null;
    }
    if (recording && isStopping) {
      this._endRecording(recording, statusOf(recording));
    }
  }

  /** From here on executions are one run, the present one included. */
  startRecording(
    name: string,
    notebook: string,
    present: RecordedExecution | null
  ): void {
    this._open.isStopping = false;
    if (!this._open.recording) {
      this._open.recording = this._create('recording', name, notebook, null);
      if (present && !this._open.cell) {
        this._take(present);
      }
    }
  }

  stopRecording(present: RecordedExecution | null): void {
    const { recording } = this._open;
    if (present) {
      this._open.isStopping = true;
    } else if (recording) {
      this._endRecording(recording, statusOf(recording));
    }
  }

  /** Nothing more comes of the kernel: so do its open runs end. */
  close(): void {
    const { cell, recording } = this._open;
    if (cell) {
      this._finish(cell, 'KILLED');
      this._open.cell = null;
    }
    if (recording) {
      this._endRecording(recording, 'KILLED');
    }
  }

  /** The runs were closed while nobody watched, and go on. */
  reopen(): void {
    for (const run of [this._open.cell, this._open.recording]) {
      if (run) {
        this._options.put({ op: 'status', key: run.key, status: 'RUNNING' });
      }
    }
  }

  private _create(
    kind: TrackedRun['kind'],
    name: string,
    notebook: string,
    execution: RecordedExecution | null
  ): TrackedRun {
    const run: TrackedRun = {
      key: UUID.uuid4(),
      kind,
      name: name || null,
      cellId: execution?.cellId || null,
      executionCount: execution?.executionCount ?? null,
      startedAt: execution?.startedAt ?? Date.now(),
      executions: 0,
      results: {}
    };
    this._runs.set(run.key, run);
    const { put, experimentId, sessionId } = this._options;
    put({
      op: 'create',
      key: run.key,
      experimentId: experimentId(),
      name: name || undefined,
      startedAt: run.startedAt,
      tags: tagsOf(run, sessionId, notebook)
    });
    return run;
  }

  private _take(execution: RecordedExecution): void {
    const { run } = this;
    if (run) {
      execution.runIds.push(run.key);
      if (run.kind === 'recording' && run.executions === 0) {
        // By it the run is found when its notebook was renamed: records cannot be searched.
        this._options.put({
          op: 'tags',
          key: run.key,
          tags: cellTags(execution)
        });
      }
      run.executions += 1;
      run.results[placeOf(execution)] = execution.status;
      this._store(run, execution.seq);
    }
  }

  private _endRecording(recording: TrackedRun, status: RunStatus): void {
    this._finish(recording, status);
    this._open.recording = null;
    this._open.isStopping = false;
  }

  private _finish({ key }: TrackedRun, status: RunStatus): void {
    this._options.put({ op: 'status', key, status, endedAt: Date.now() });
  }

  private _store({ key }: TrackedRun, upto: number): void {
    this._options.put({ op: 'record', key, upto });
  }
}

function tagsOf(
  run: TrackedRun,
  sessionId: string,
  notebook: string
): Record<string, string> {
  return {
    'trackbook.kind': run.kind,
    'trackbook.session': sessionId,
    ...(notebook && { 'trackbook.notebook': notebook }),
    ...cellTags(run),
    'mlflow.source.name': notebook || 'console',
    'mlflow.source.type': 'NOTEBOOK'
  };
}

function cellTags({
  cellId,
  executionCount
}: Pick<TrackedRun, 'cellId' | 'executionCount'>): Record<string, string> {
  return {
    ...(cellId && { 'trackbook.cell_id': cellId }),
    ...(executionCount !== null && {
      'trackbook.execution_count': String(executionCount)
    })
  };
}

function placeOf({ cellId, seq }: RecordedExecution): string {
  return cellId || String(seq);
}

function statusOf({ results }: TrackedRun): RunStatus {
  const all = Object.values(results);
  if (all.some(status => status !== 'ok' && status !== 'error')) {
    return 'KILLED';
  }
  return all.includes('error') ? 'FAILED' : 'FINISHED';
}

export namespace RunTracker {
  export interface IOptions {
    /** Runs that another tracker has left open. */
    open: OpenRuns;
    put: (entry: Entry) => void;
    /** The experiment that new runs go to. */
    experimentId: () => string;
    sessionId: string;
  }
}
