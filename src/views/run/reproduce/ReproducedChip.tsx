import { useState } from 'react';
import type { Run } from '../../../client/index.js';
import { Icon } from '../../common/icons.js';
import { useNavigation } from '../../common/navigation.js';
import { useTranslation } from '../../common/translation.js';
import { originalOf, reproducedOf } from './reproduced-tag.js';
import { ReproductionDialog } from './ReproductionDialog.js';

/** Whether a run could be reproduced, and of a reproduction, of what. */
export function ReproducedChip({ run }: { run: Run }) {
  const trans = useTranslation();
  const { onOpenRun } = useNavigation();
  const [isOpen, setIsOpen] = useState(false);
  const reproduced = reproducedOf(run);
  const original = originalOf(run);
  return (
    <>
      {reproduced && (
        <button
          className={`jp-TrackbookChip ${reproduced.holds ? 'jp-mod-success' : 'jp-mod-warning'}`}
          title={trans.__('Compare the run with its reproduction')}
          onClick={() => setIsOpen(true)}
        >
          <Icon name={reproduced.holds ? 'check' : 'swap'} size={12} />
          {reproduced.holds
            ? trans.__('reproduced')
            : trans.__('differs when run again')}
        </button>
      )}
      {original && (
        <button
          className="jp-TrackbookLink"
          onClick={() => onOpenRun(original)}
        >
          {trans.__('reproduction of %1', original.slice(0, 8))}
        </button>
      )}
      {isOpen && reproduced && (
        <ReproductionDialog
          run={run}
          reproduced={reproduced}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}
