import { memo } from 'react';
import { Icon, StatusIcon } from '../common/icons.js';
import { statusName } from '../common/RunStatusLabel.js';
import { useTranslation } from '../common/translation.js';
import type { CellMark } from './cell-marks.js';
import type { CellNote } from './cell-notes.js';
import { LiveCurve } from './LiveCurve.js';
import { Mark } from './Mark.js';
import { NoteList } from './NoteList.js';
import { RunSummary } from './RunSummary.js';

type RunMarkProps = {
  mark: CellMark;
  keyMetrics: readonly string[];
  notes: readonly CellNote[];
};

/** At a cell with runs: how its newest one stands. */
export const RunMark = memo(function RunMark(props: RunMarkProps) {
  const { mark, keyMetrics, notes } = props;
  const trans = useTranslation();
  const { run, colour, status, order } = mark;
  const { runId, name } = run;
  return (
    <Mark
      runId={runId}
      status={status}
      colour={colour}
      order={order}
      label={trans.__('Open run %1: %2', name, statusName(status, trans))}
      sign={
        status === 'RUNNING' ? (
          <LiveCurve run={run} keyMetrics={keyMetrics} />
        ) : notes.length > 0 && status === 'FINISHED' ? (
          <Icon name="drift" size={12} />
        ) : (
          <StatusIcon status={status} />
        )
      }
      more={
        <>
          <RunSummary mark={mark} keyMetrics={keyMetrics} />
          {notes.length > 0 && <NoteList notes={notes} />}
        </>
      }
    />
  );
});
