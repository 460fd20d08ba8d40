import { type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import type {
  AnalyzeCell,
  CurrentCell,
  RunVerdict,
  StudiedSession
} from '../../analysis/index.js';
import {
  isPython,
  parseRecord,
  RECORD_FILE
} from '../../analysis/session-record.js';
import { unhurried } from '../../analysis/unhurried.js';
import { formatVerdict, VERDICT_TAG } from '../../analysis/verdict-tag.js';
import { ClientError, type TrackbookClient } from '../../client/index.js';
import { placeOf } from '../../views/common/cell-reference.js';
import { type RunPlace } from '../../views/common/notebook-names.js';
import { type INotebookVerdicts } from '../tokens.js';
import { type CellNote, cellNotes } from './cell-notes.js';
import { sessionRuns } from './session-runs.js';

/** Bursts of runs, edits and saves become one look. */
const DELAY = 500;
const MAX_ATTEMPTS = 6;

type StoredRun = { runId: string; name: string; tag: string | undefined };

/**
 * Judges the runs of a notebook's present session by its cells as they are, and keeps the verdicts in
 * the runs' tags. What cannot be read or stored now is tried again, and never disturbs the user.
 */
export class NotebookVerdicts implements INotebookVerdicts, IDisposable {
  private readonly _options: NotebookVerdicts.IOptions;
  private readonly _changed = new Signal<this, void>(this);
  private _sessionId: string | null = null;
  private _runs: StoredRun[] = [];
  private _session: StudiedSession | null = null;
  private _analyze?: AnalyzeCell;
  private _judged: { run: StoredRun; verdict: RunVerdict }[] = [];
  private _judging = Promise.resolve();
  private _judgedCells: readonly CurrentCell[] | null = [];
  private _notes: ReadonlyMap<string, readonly CellNote[]> = new Map();
  private _mustLoad = false;
  private _isUpdating = false;
  private _attempts = 0;
  private _updateTimer?: ReturnType<typeof setTimeout>;
  private _judgeTimer?: ReturnType<typeof setTimeout>;
  private _isDisposed = false;

  constructor(options: NotebookVerdicts.IOptions) {
    this._options = options;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get notes(): ReadonlyMap<string, readonly CellNote[]> {
    return this._notes;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      clearTimeout(this._updateTimer);
      clearTimeout(this._judgeTimer);
      Signal.clearData(this);
    }
  }

  /** The kernel told which session it is; null while there is none. */
  follow(sessionId: string | null): void {
    if (sessionId === this._sessionId) {
      return;
    }
    this._sessionId = sessionId;
    this._runs = [];
    this._session = null;
    this._judgedCells = null;
    void this._judge();
    this.runEnded();
  }

  /** There may be a run to judge that was not there before. */
  runEnded(): void {
    this._mustLoad = this._sessionId !== null;
    this._attempts = 0;
    this._update();
  }

  /** The cells are in the file now: what they mean for the runs is stored. */
  saved(): void {
    this._attempts = 0;
    this._update();
  }

  /** The tracking server answers again. */
  reconnected(): void {
    if (this._mustLoad || this._unstored.length > 0) {
      this._attempts = 0;
      this._update();
    }
  }

  cellsChanged(): void {
    if (this._session) {
      this._judgeTimer ??= setTimeout(() => {
        this._judgeTimer = undefined;
        void this._judge();
      }, DELAY);
    }
  }

  private get _unstored(): { run: StoredRun; tag: string }[] {
    return this._judged
      .map(({ run, verdict }) => ({
        run,
        tag: formatVerdict(verdict.verdicts)
      }))
      .filter(({ run, tag }) => run.tag !== tag);
  }

  private _update(delay = DELAY): void {
    clearTimeout(this._updateTimer);
    this._updateTimer = setTimeout(() => {
      if (this._isUpdating) {
        this._update();
      } else {
        void this._updateNow();
      }
    }, delay);
  }

  private async _updateNow(): Promise<void> {
    this._isUpdating = true;
    try {
      if (this._mustLoad) {
        await this._load();
      }
      await this._judge();
      await this._store();
      this._attempts = 0;
    } catch (error) {
      this._onFailure(error);
    } finally {
      this._isUpdating = false;
    }
  }

  private async _load(): Promise<void> {
    const { client, isOwn } = this._options;
    const sessionId = this._sessionId!;
    this._mustLoad = false;
    try {
      const runs = await sessionRuns(client, sessionId);
      const [last] = [...runs].sort((a, b) => b.endedAt! - a.endedAt!);
      const text =
        last &&
        (await client.artifacts.readText(
          { kind: 'run', runId: last.runId },
          RECORD_FILE
        ));
      if (!last) {
        return;
      }
      const session = await this._study(text);
      if (sessionId !== this._sessionId) {
        return;
      }
      this._session = session;
      this._judgedCells = null;
      this._runs = runs
        .filter(run => isOwn(placeOf(run)))
        .map(({ runId, name, tags }) => ({
          runId,
          name,
          tag: tags[VERDICT_TAG]
        }));
    } catch (error) {
      this._mustLoad ||= sessionId === this._sessionId;
      throw error;
    }
  }

  /** Null for a record of another language than Python: nothing can be said of its runs. */
  private async _study(text: string): Promise<StudiedSession | null> {
    const record = parseRecord(text);
    if (!isPython(record)) {
      return null;
    }
    const analysis = await import('../../analysis/index.js');
    this._analyze ??= analysis.rememberCells();
    return analysis.StudiedSession.study(record, this._analyze);
  }

  /** One after the other: the last has the last word. */
  private _judge(): Promise<void> {
    const judging = this._judging.then(() => this._judgeNow());
    this._judging = judging.catch(() => undefined);
    return judging;
  }

  private async _judgeNow(): Promise<void> {
    const session = this._session;
    const cells = session ? this._options.cells() : [];
    if (this._isDisposed || !this._isNew(cells)) {
      return;
    }
    const judged: typeof this._judged = [];
    for await (const run of unhurried(session ? this._runs : [])) {
      const verdict = session!.verdictOf(run.runId, cells);
      judged.push({ run, verdict });
    }
    if (session !== this._session || this._isDisposed) {
      return;
    }
    this._judgedCells = cells;
    this._judged = judged;
    this._notes = cellNotes(judged, place => session!.executions[place].cellId);
    this._changed.emit();
  }

  /** Outputs and selections change a notebook, too. */
  private _isNew(cells: readonly CurrentCell[]): boolean {
    const before = this._judgedCells;
    return (
      before === null ||
      before.length !== cells.length ||
      cells.some(
        ({ id, source }, i) =>
          id !== before[i].id || source !== before[i].source
      )
    );
  }

  private async _store(): Promise<void> {
    const { client } = this._options;
    for (const { run, tag } of this._unstored) {
      if (this._isDisposed || !this._runs.includes(run)) {
        return;
      }
      try {
        await client.runs.setTag(run.runId, VERDICT_TAG, tag);
      } catch (error) {
        if (!(error instanceof ClientError) || error.isUnreachable) {
          throw error;
        }
        console.warn(`The verdict on run ${run.name} is not stored.`, error);
      }
      // A run that refuses a tag, as one that was deleted, is not asked each time.
      run.tag = tag;
    }
  }

  /** The kernel sends the record of a session after the run's end, and servers go and come. */
  private _onFailure(error: unknown): void {
    if (!(error instanceof ClientError)) {
      throw error;
    }
    if (error.isUnreachable) {
      this._options.onUnreachable();
    }
    this._attempts += 1;
    if (this._attempts < MAX_ATTEMPTS && !this._isDisposed) {
      this._update(DELAY * 2 ** this._attempts);
    }
  }
}

export namespace NotebookVerdicts {
  export interface IOptions {
    client: Pick<
      TrackbookClient,
      'runs' | 'artifacts' | 'experiments' | 'features'
    >;
    /** The code cells of the notebook as they are now. */
    cells: () => readonly CurrentCell[];
    /** Whether this notebook made a run: two notebooks may share a kernel. */
    isOwn: (place: RunPlace) => boolean;
    /** Called where trouble with the connection is to be looked at. */
    onUnreachable: () => void;
  }
}
