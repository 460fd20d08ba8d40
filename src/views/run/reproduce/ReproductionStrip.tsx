import { useState } from 'react';
import type { Run } from '../../../client/index.js';
import { Icon } from '../../common/icons.js';
import { useNavigation } from '../../common/navigation.js';
import type { Reproducer, Reproduction } from '../../common/reproducer.js';
import { useAttempt } from '../../common/Toasts.js';
import { useTranslation } from '../../common/translation.js';
import { useReproduction } from './use-reproduction.js';

type ReproductionStripProps = { run: Run; reproducer: Reproducer };

/** How far the reproduction of a run is, or why it did not come to its end. */
export function ReproductionStrip({ run, reproducer }: ReproductionStripProps) {
  const trans = useTranslation();
  const attempt = useAttempt();
  const { onOpenRun } = useNavigation();
  const { reproduction, cancel, dismiss } = useReproduction(
    reproducer,
    run.runId
  );
  // How it went is kept with the run, which shows it.
  if (!reproduction || reproduction.state === 'finished') {
    return null;
  }
  const { state, newRunId, message } = reproduction;
  return (
    <div
      className={`jp-TrackbookReproduce-strip jp-mod-${state}`}
      role={state === 'failed' ? 'alert' : 'status'}
    >
      {state === 'running' && <Progress reproduction={reproduction} />}
      {state === 'cancelled' && (
        <span>{trans.__('The reproduction was cancelled.')}</span>
      )}
      {state === 'failed' && (
        <div>
          <strong>{trans.__('The run could not be reproduced.')}</strong>
          <pre>{message}</pre>
        </div>
      )}
      <span className="jp-TrackbookReproduce-actions">
        {newRunId && (
          <button
            className="jp-TrackbookLink"
            onClick={() => onOpenRun(newRunId)}
          >
            {trans.__('Open the new run')}
          </button>
        )}
        {state === 'running' ? (
          <CancelButton onCancel={() => attempt(cancel)} />
        ) : (
          <button
            className="jp-TrackbookIconButton"
            aria-label={trans.__('Dismiss')}
            onClick={dismiss}
          >
            <Icon name="close" />
          </button>
        )}
      </span>
    </div>
  );
}

/** Ending a kernel takes a moment: the click is acknowledged at once. */
function CancelButton({ onCancel }: { onCancel(): Promise<boolean> }) {
  const trans = useTranslation();
  const [isCancelling, setIsCancelling] = useState(false);
  const ask = async () => {
    setIsCancelling(true);
    setIsCancelling(await onCancel());
  };
  return (
    <button
      className="jp-TrackbookButton"
      aria-disabled={isCancelling}
      onClick={() => !isCancelling && void ask()}
    >
      {isCancelling ? trans.__('Cancelling…') : trans.__('Cancel')}
    </button>
  );
}

function Progress({ reproduction }: { reproduction: Reproduction }) {
  const trans = useTranslation();
  const { cell, cells } = reproduction;
  const text =
    cells === null
      ? trans.__('Reproducing: a kernel is starting …')
      : trans.__('Reproducing: cell %1 of %2', Math.max(cell, 1), cells);
  return (
    <>
      <span>{text}</span>
      <progress
        aria-label={trans.__('Progress of the reproduction')}
        value={cells === null ? undefined : Math.max(cell - 1, 0)}
        max={cells ?? undefined}
      />
    </>
  );
}
