/** Why a run may not come again, as far as a cell is the cause. */
export type CellNote = {
  runId: string;
  runName: string;
  sentence: string;
  /** Whether no later run depended on the cell: then the note is about what the cell last did. */
  isLatest: boolean;
};

/** By cell id, of the newest run first. */
export type CellNotes = ReadonlyMap<string, readonly CellNote[]>;

/** Of each cell what is said of the last run that depended on it: older runs are history. */
export function latestNotes(notes: CellNotes): CellNotes {
  const latest = new Map<string, readonly CellNote[]>();
  notes.forEach((all, cellId) => {
    const last = all.filter(note => note.isLatest);
    if (last.length > 0) {
      latest.set(cellId, last);
    }
  });
  return latest;
}
