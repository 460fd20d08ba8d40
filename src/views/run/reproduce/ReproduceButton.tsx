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
  return (
    <>
      <button
        className="jp-TrackbookButton"
        disabled={reproduction?.state === 'running'}
        title={trans.__('Run the same cells again and compare the metrics')}
        onClick={() => setIsAsking(true)}
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
