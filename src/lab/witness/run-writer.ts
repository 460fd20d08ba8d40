import { type ISignal, Signal } from '@lumino/signaling';
import { RECORD_FILE } from '../../analysis/session-record.js';
import {
  ClientError,
  type RunStatus,
  type TrackbookClient
} from '../../client/index.js';

const FIRST_RETRY = 250;
const LONGEST_RETRY = 5_000;

/** What is to be written of a run; `key` names it until the server has. */
export type Entry =
  | {
      op: 'create';
      key: string;
      experimentId: string;
      name?: string;
      startedAt: number;
      tags: Record<string, string>;
    }
  /** The record of the session up to this execution. */
  | { op: 'record'; key: string; upto: number }
  | { op: 'tags'; key: string; tags: Record<string, string> }
  | { op: 'status'; key: string; status: RunStatus; endedAt?: number };

/** What was not written yet, and how the server calls the runs; goes through JSON. */
export type Unwritten = { entries: Entry[]; runIds: [string, string][] };

type Client = Pick<TrackbookClient, 'runs' | 'artifacts'>;

/** Writes runs to the server, in order; while that is away they wait in this page. */
export class RunWriter {
  private readonly _client: Client;
  private readonly _recordUpto: (upto: number) => string;
  private readonly _entries: Entry[];
  private readonly _runIds: Map<string, string>;
  private readonly _forgotten = new Set<string>();
  private readonly _written = new Signal<this, Entry>(this);
  private readonly _changed = new Signal<this, void>(this);
  private _error: string | null = null;
  private _isConnected = true;
  private _isWriting = false;
  private _retry = FIRST_RETRY;
  // Whether the server may have taken the first entry before.
  private _isTried: boolean;
  private _timer?: ReturnType<typeof setTimeout>;

  constructor(options: RunWriter.IOptions) {
    const { entries, runIds } = options.unwritten ?? {
      entries: [],
      runIds: []
    };
    this._client = options.client;
    this._recordUpto = options.recordUpto;
    this._entries = [...entries];
    this._runIds = new Map(runIds);
    this._isTried = entries.length > 0;
    void this._write();
  }

  /** Emitted when the server has taken an entry. */
  get written(): ISignal<this, Entry> {
    return this._written;
  }

  /** Emitted when something waits, or no longer does, or was refused. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get pending(): number {
    return this._entries.length;
  }

  get isConnected(): boolean {
    return this._isConnected;
  }

  /** What the server refused last, in its words. */
  get error(): string | null {
    return this._error;
  }

  /** The server's id of a run, once it has one. */
  runId(key: string): string | null {
    return this._runIds.get(key) ?? null;
  }

  put(entry: Entry): void {
    const waiting = this._entries.findIndex(
      ({ op, key }, i) => op === 'record' && key === entry.key && i > 0
    );
    if (entry.op === 'record' && waiting > 0) {
      // The record is written whole each time.
      this._entries.splice(waiting, 1);
    }
    this._entries.push(entry);
    void this._write();
  }

  /** The run was discarded: nothing more is written of it. */
  forget(runId: string): void {
    this._forgotten.add(runId);
  }

  /** Write no more from here; what is returned can be gone on with. */
  stop(): Unwritten {
    clearTimeout(this._timer);
    const entries = this._entries.splice(0);
    return { entries, runIds: [...this._runIds] };
  }

  private async _write(): Promise<void> {
    if (this._isWriting) {
      return;
    }
    this._isWriting = true;
    clearTimeout(this._timer);
    try {
      while (this._entries.length > 0 && (await this._writeFirst())) {
        // One after the other.
      }
    } finally {
      this._isWriting = false;
    }
    this._changed.emit();
  }

  /** Whether the next one may follow. */
  private async _writeFirst(): Promise<boolean> {
    const [entry] = this._entries;
    const outcome = await this._try(entry);
    if (entry !== this._entries[0]) {
      // Stopped meanwhile.
      return false;
    }
    if (outcome === 'away') {
      this._timer = setTimeout(() => void this._write(), this._retry);
      this._retry = Math.min(2 * this._retry, LONGEST_RETRY);
      return false;
    }
    this._entries.shift();
    this._isTried = false;
    if (outcome === 'written') {
      this._written.emit(entry);
    }
    return true;
  }

  private async _try(entry: Entry): Promise<'written' | 'refused' | 'away'> {
    try {
      await this._deliver(entry);
      this._isConnected = true;
      this._retry = FIRST_RETRY;
      return 'written';
    } catch (error) {
      if (!(error instanceof ClientError)) {
        throw error;
      }
      this._isConnected = !error.isUnreachable;
      this._isTried = true;
      if (error.isUnreachable) {
        return 'away';
      }
      this._error = error.message;
      return 'refused';
    }
  }

  private async _deliver(entry: Entry): Promise<void> {
    if (entry.op === 'create') {
      this._runIds.set(entry.key, await this._create(entry));
      return;
    }
    const runId = this._runIds.get(entry.key);
    // A run that was refused has been reported as that.
    if (runId === undefined || this._forgotten.has(runId)) {
      return;
    }
    if (entry.op === 'record') {
      const text = this._recordUpto(entry.upto);
      await this._client.artifacts.writeText(runId, RECORD_FILE, text);
    } else if (entry.op === 'tags') {
      for (const [key, value] of Object.entries(entry.tags)) {
        await this._client.runs.setTag(runId, key, value);
      }
    } else {
      const { status, endedAt } = entry;
      await this._client.runs.setStatus(runId, status, endedAt);
    }
  }

  private async _create({
    key,
    tags,
    ...run
  }: Entry & { op: 'create' }): Promise<string> {
    const { runs } = this._client;
    if (this._isTried) {
      const found = await runs.search({
        experimentIds: [run.experimentId],
        filter: `tags.\`trackbook.key\` = '${key}'`,
        maxResults: 1
      });
      if (found.runs.length > 0) {
        return found.runs[0].runId;
      }
    }
    const { runId } = await runs.create({
      ...run,
      tags: { ...tags, 'trackbook.key': key }
    });
    return runId;
  }
}

export namespace RunWriter {
  export interface IOptions {
    client: Client;
    /** The text of the session's record up to an execution. */
    recordUpto: (upto: number) => string;
    /** What another writer has left. */
    unwritten?: Unwritten;
  }
}
