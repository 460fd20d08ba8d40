import { memo, useId, useRef, type CSSProperties } from 'react';
import { useNavigation } from '../common/navigation.js';
import { Icon, StatusIcon } from '../common/icons.js';
import { statusName } from '../common/RunStatusLabel.js';
import { useTranslation } from '../common/translation.js';
import type { CellMark } from './cell-marks.js';
import type { CellNote } from './cell-notes.js';
import { LiveCurve } from './LiveCurve.js';
import { MarkTooltip } from './MarkTooltip.js';
import { useAsked } from './use-asked.js';

type MarkProps = {
  mark: CellMark;
  keyMetrics: readonly string[];
  notes: readonly CellNote[];
};

/** The newest run of a cell, as small as its prompt; tells more when asked, and opens the run. */
export const Mark = memo(function Mark(props: MarkProps) {
  const { mark, keyMetrics, notes } = props;
  const trans = useTranslation();
  const { onOpenRun } = useNavigation();
  const { isAsked, asking } = useAsked();
  const button = useRef<HTMLButtonElement>(null);
  const tooltipId = useId();
  const { run, colour, order } = mark;
  const isRunning = run.status === 'RUNNING';
  return (
    <div
      className="jp-TrackbookMark"
      data-run-id={run.runId}
      data-status={run.status}
      style={{ '--jp-trackbook-run-colour': colour } as CSSProperties}
    >
      <button
        ref={button}
        aria-label={trans.__(
          'Open run %1: %2',
          run.name,
          statusName(run.status, trans)
        )}
        aria-describedby={isAsked ? tooltipId : undefined}
        onClick={() => onOpenRun(run.runId)}
        {...asking}
      >
        {isRunning ? (
          <LiveCurve run={run} keyMetrics={keyMetrics} />
        ) : notes.length > 0 && run.status === 'FINISHED' ? (
          <Icon name="drift" size={12} />
        ) : (
          <StatusIcon status={run.status} />
        )}
        {order !== null && (
          <span className="jp-TrackbookMark-order">{order}</span>
        )}
      </button>
      {isAsked && (
        <MarkTooltip
          id={tooltipId}
          mark={mark}
          keyMetrics={keyMetrics}
          notes={notes}
          anchor={button}
        />
      )}
    </div>
  );
});
