import { memo, useId, useRef } from 'react';
import { Icon } from '../common/icons.js';
import { useNavigation } from '../common/navigation.js';
import { useTranslation } from '../common/translation.js';
import type { CellNote } from './cell-notes.js';
import { NoteList } from './NoteList.js';
import { Tooltip } from './Tooltip.js';
import { useAsked } from './use-asked.js';

/** At a cell without a run of its own that keeps a run from coming again; opens that run. */
export const NoteMark = memo(function NoteMark({
  notes
}: {
  notes: readonly CellNote[];
}) {
  const trans = useTranslation();
  const { onOpenRun } = useNavigation();
  const { isAsked, asking } = useAsked();
  const button = useRef<HTMLButtonElement>(null);
  const tooltipId = useId();
  const [{ runId, runName, sentence }] = notes;
  return (
    <div className="jp-TrackbookMark jp-mod-note" data-run-id={runId}>
      <button
        ref={button}
        aria-label={trans.__('Open run %1: %2', runName, sentence)}
        aria-describedby={isAsked ? tooltipId : undefined}
        onClick={() => onOpenRun(runId)}
        {...asking}
      >
        <Icon name="drift" size={12} />
      </button>
      {isAsked && (
        <Tooltip id={tooltipId} anchor={button}>
          <NoteList notes={notes} />
        </Tooltip>
      )}
    </div>
  );
});
