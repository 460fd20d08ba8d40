import { memo, useId, useRef, useState, type CSSProperties } from 'react';
import { useNavigation } from '../common/navigation.js';
import { StatusIcon } from '../common/icons.js';
import { statusName } from '../common/RunStatusLabel.js';
import { useTranslation } from '../common/translation.js';
import type { CellMark } from './cell-marks.js';
import { LiveCurve } from './LiveCurve.js';
import { MarkTooltip } from './MarkTooltip.js';

type MarkProps = { mark: CellMark; keyMetrics: readonly string[] };

/** The newest run of a cell, as small as its prompt; tells more when asked, and opens the run. */
export const Mark = memo(function Mark({ mark, keyMetrics }: MarkProps) {
  const trans = useTranslation();
  const { onOpenRun } = useNavigation();
  const [isAsked, setAsked] = useState(false);
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
        onPointerEnter={() => setAsked(true)}
        onPointerLeave={() => setAsked(false)}
        onFocus={() => setAsked(true)}
        onBlur={() => setAsked(false)}
        onKeyDown={event => {
          // The notebook around would take Enter for its own.
          event.stopPropagation();
          if (event.key === 'Escape') {
            setAsked(false);
          }
        }}
      >
        {isRunning ? (
          <LiveCurve run={run} keyMetrics={keyMetrics} />
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
          anchor={button}
        />
      )}
    </div>
  );
});
