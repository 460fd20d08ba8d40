import type { RunVerdict, Verdict } from '../../analysis/index.js';
import type { CellNote as ShownNote } from '../../views/marks/cell-notes.js';

/** What is to be said at a cell of a run that it was part of. */
export type CellNote = ShownNote & { verdict: Verdict };

export type JudgedRun = {
  run: { runId: string; name: string };
  verdict: RunVerdict;
};

/**
 * The notes by cell; `runs` are the newest first. `cellOf` tells which cell a place of a slice stands for.
 */
export function cellNotes(
  runs: readonly JudgedRun[],
  cellOf: (place: number) => string
): Map<string, CellNote[]> {
  const notes = new Map<string, CellNote[]>();
  const seen = new Set<string>();
  for (const { run, verdict } of runs) {
    for (const { verdict: kind, cells, sentence } of verdict.findings) {
      for (const cell of cells) {
        notes.set(cell, [
          ...(notes.get(cell) ?? []),
          {
            runId: run.runId,
            runName: run.name,
            verdict: kind,
            sentence,
            isLatest: !seen.has(cell)
          }
        ]);
      }
    }
    verdict.slice.forEach(({ index }) => seen.add(cellOf(index)));
  }
  return notes;
}
