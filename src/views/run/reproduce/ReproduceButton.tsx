import { useState } from 'react';
import type { Run } from '../../../client/index.js';
import { Icon } from '../../common/icons.js';
import type { Reproducer } from '../../common/reproducer.js';
import { useTranslation } from '../../common/translation.js';
import { ReproduceDialog } from './ReproduceDialog.js';
import { useReproduction } from './use-reproduction.js';

type ReproduceButtonProps = { run: Run; reproducer: Reproducer };

/** Runs the cells of a run again, once its user has said yes. */
export function ReproduceButton({ run, reproducer }: ReproduceButtonProps) {
  const trans = useTranslation();
  const { reproduction, start } = useReproduction(reproducer, run.runId);
  const [isAsking, setIsAsking] = useState(false);
  const isRunning = reproduction?.state === 'running';
  return (
    <>
      <button
        className="jp-TrackbookButton"
        // Not disabled: it would lose the focus that the dialog gives back.
        aria-disabled={isRunning}
        title={trans.__('Run the same cells again and compare the metrics')}
        onClick={() => setIsAsking(!isRunning)}
      >
        <Icon name="restore" />
        {trans.__('Reproduce')}
      </button>
      {isAsking && (
        <ReproduceDialog
          run={run}
          tolerance={reproducer.tolerance}
          onStart={start}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  );
}
