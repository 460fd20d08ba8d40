import type { AnalyzedExecution, Link } from './session.js';
import { sliceOfLinks, type SliceEntry } from './slice.js';

/** The cells of a notebook as they would run from top to bottom. */
export interface Notebook {
  analyzed: readonly AnalyzedExecution[];
  links: readonly Link[][];
}

/** Cells of a notebook, by their places. */
export interface Parts {
  /** Of which the run was made. */
  targets: readonly number[];
  /** That had a part in the run. */
  known: ReadonlySet<number>;
  /** Those of them that are as they were. */
  unchanged: ReadonlySet<number>;
  /** Names that do not matter. */
  settled: ReadonlySet<string>;
}

/** The cells that had no part in a run, and would have one now; with what they do for unchanged ones. */
export const newcomers = (
  { analyzed, links }: Notebook,
  { targets, known, unchanged, settled }: Parts
): SliceEntry[] =>
  sliceOfLinks(links, targets)
    .filter(({ index }) => !known.has(index))
    .map(({ index, causes }) => ({
      index,
      causes: causes
        .filter(cause => unchanged.has(cause.for))
        .map(cause => ({
          ...cause,
          // Importing again changes nothing.
          names: cause.names.filter(
            name =>
              !analyzed[index].analysis.imports.includes(name) &&
              !settled.has(name)
          )
        }))
        .filter(({ names }) => names.length > 0)
    }))
    .filter(({ causes }) => causes.length > 0);
