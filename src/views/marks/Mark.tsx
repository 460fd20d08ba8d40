import { useId, useRef, type CSSProperties, type ReactNode } from 'react';
import { useNavigation } from '../common/navigation.js';
import type { RunStatus } from '../../client/index.js';
import { Tooltip } from './Tooltip.js';
import { useAsked } from './use-asked.js';

type MarkProps = {
  /** The run that it opens. */
  runId: string;
  /** Says what the sign means, to those who do not see it. */
  label: string;
  sign: ReactNode;
  /** What it has no room for, shown when asked. */
  more: ReactNode;
  /** Of the cell's own run. */
  status?: RunStatus;
  colour?: string;
  /** The place of the execution in its session, as the prompt counts. */
  order?: string | null;
};

/** A sign beside a cell, as small as its prompt; tells more when asked, and opens a run. */
export function Mark(props: MarkProps) {
  const { runId, label, sign, more, status, colour, order } = props;
  const { onOpenRun } = useNavigation();
  const { isAsked, asking } = useAsked();
  const button = useRef<HTMLButtonElement>(null);
  const tooltipId = useId();
  return (
    <div
      className="jp-TrackbookMark"
      data-run-id={runId}
      data-status={status}
      style={{ '--jp-trackbook-run-colour': colour } as CSSProperties}
    >
      <button
        ref={button}
        aria-label={label}
        aria-describedby={isAsked ? tooltipId : undefined}
        onClick={() => onOpenRun(runId)}
        {...asking}
      >
        {sign}
      </button>
      {order && <span className="jp-TrackbookMark-order">{order}</span>}
      {isAsked && (
        <Tooltip id={tooltipId} anchor={button}>
          {more}
        </Tooltip>
      )}
    </div>
  );
}
