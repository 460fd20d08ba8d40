import { rememberCells, type AnalyzeCell } from './analyze-cell.js';
import type { Notebook } from './newcomers.js';
import type { CurrentCell } from './notebook-places.js';
import { linkSession, type AnalyzedExecution, type Link } from './session.js';
import type { RecordedExecution, SessionRecord } from './session-record.js';
import { sliceOfLinks, type SliceEntry } from './slice.js';
import { unhurried } from './unhurried.js';
import { judge, type RunVerdict } from './verdict.js';

/**
 * A recorded session whose sources were read and linked once, for the slices and verdicts of all its
 * runs. Where a session is read again as it grows, give each the same `rememberCells()`.
 */
export class StudiedSession {
  readonly executions: readonly RecordedExecution[];
  readonly analyze: AnalyzeCell;
  readonly analyzed: readonly AnalyzedExecution[];
  readonly links: readonly Link[][];
  /** Names whose values were set by whoever ran the notebook. */
  readonly parameters: readonly string[];
  readonly #slices = new Map<string, SliceEntry[]>();
  #notebook?: { cells: readonly CurrentCell[]; notebook: Notebook };

  /** As the constructor, but a few sources at a time, for a page that has other things to do. */
  static async study(
    { executions, session }: SessionRecord,
    analyze: AnalyzeCell = rememberCells()
  ): Promise<StudiedSession> {
    for await (const { source } of unhurried(executions)) {
      analyze(source);
    }
    return new StudiedSession(executions, analyze, session.parameters);
  }

  constructor(
    executions: readonly RecordedExecution[],
    analyze: AnalyzeCell = rememberCells(),
    parameters: readonly string[] = []
  ) {
    this.parameters = parameters;
    this.executions = executions;
    this.analyze = analyze;
    this.analyzed = executions.map(execution => ({
      analysis: analyze(execution.source),
      status: outcome(execution.status)
    }));
    this.links = linkSession(this.analyzed);
  }

  /** The executions that a run depends on, by their places in `executions`; empty for a run of none. */
  sliceOf(runId: string): SliceEntry[] {
    const slice =
      this.#slices.get(runId) ??
      sliceOfLinks(this.links, this.#placesOf(runId));
    this.#slices.set(runId, slice);
    return slice;
  }

  /**
   * As `sliceOf`, for what was logged to the run at a time, in Unix milliseconds: of several executions
   * of a run only the one that ran then counts. A time in none of them tells nothing: then all count.
   */
  sliceAt(runId: string, time: number): SliceEntry[] {
    const places = this.#placesOf(runId).filter(i =>
      ranAt(this.executions[i], time)
    );
    return places.length > 0
      ? sliceOfLinks(this.links, places)
      : this.sliceOf(runId);
  }

  /**
   * Whether running the notebook as it is now, from top to bottom, would do what the run did. `cells`
   * are the code cells of its notebook.
   */
  verdictOf(runId: string, cells: readonly CurrentCell[]): RunVerdict {
    return judge(this, this.sliceOf(runId), this.#placesOf(runId), cells);
  }

  /** The cells as they would run from top to bottom; all runs of a notebook are judged by the same. */
  notebookOf(cells: readonly CurrentCell[]): Notebook {
    if (this.#notebook?.cells !== cells) {
      // What failed last may fail again, and what is before it counts then.
      const failed = new Map(
        this.executions.map(({ source }, i) => [
          source.trim(),
          this.analyzed[i].status === 'partial'
        ])
      );
      const analyzed = cells.map(({ source }) => ({
        analysis: this.analyze(source),
        status: failed.get(source.trim())
          ? ('partial' as const)
          : ('whole' as const)
      }));
      const links = linkSession(analyzed);
      this.#notebook = { cells, notebook: { analyzed, links } };
    }
    return this.#notebook.notebook;
  }

  #placesOf(runId: string): number[] {
    return this.executions.flatMap(({ runIds }, i) =>
      runIds.includes(runId) ? [i] : []
    );
  }
}

const ranAt = (
  { startedAt, durationMs }: RecordedExecution,
  time: number
): boolean => startedAt <= time && time <= startedAt + (durationMs ?? Infinity);

const outcome = (
  status: RecordedExecution['status']
): AnalyzedExecution['status'] =>
  status === 'ok' ? 'whole' : status === 'aborted' ? 'not run' : 'partial';
