import { useMemo } from 'react';
import type {
  CurrentCell,
  RunVerdict,
  SliceEntry,
  Verdict
} from '../../analysis/index.js';
import {
  parseRecord,
  RECORD_FILE,
  type SessionRecord
} from '../../analysis/session-record.js';
import { parseVerdict, VERDICT_TAG } from '../../analysis/verdict-tag.js';
import type { Run } from '../../client/index.js';
import { cellOf } from '../common/cell-reference.js';
import { useNotebookCells } from '../common/notebook-cells.js';
import { useRunFile } from '../common/use-run-file.js';
import { useStudiedSession } from '../common/use-studied-session.js';

/** What is known of the executions behind a run. */
export type RunHistory = {
  /** All that its session executed until its end; null where its kernel had no hook. */
  record: SessionRecord | null;
  /** The executions that it depends on, by their places; null until they are known. */
  slice: readonly SliceEntry[] | null;
  /** By the notebook as it is now, else as it was stored. */
  verdicts: readonly Verdict[];
  /** The reasons; null where there is no notebook to judge by. */
  findings: RunVerdict['findings'] | null;
  /** The code cells of the notebook as they are now. */
  cells: readonly CurrentCell[] | null;
};

export function useRunHistory(run: Run): RunHistory {
  const { value: record } = useRunFile(run.runId, RECORD_FILE, parseRecord);
  const session = useStudiedSession(record);
  const cells = useNotebookCells(record && cellOf(run));
  return useMemo(() => {
    const slice = session?.sliceOf(run.runId) ?? [];
    const judged =
      session && cells && slice.length > 0
        ? session.verdictOf(run.runId, cells)
        : null;
    return {
      record,
      slice: slice.length > 0 ? slice : null,
      verdicts: judged?.verdicts ?? parseVerdict(run.tags[VERDICT_TAG]),
      findings: judged?.findings ?? null,
      cells
    };
  }, [record, session, cells, run]);
}
