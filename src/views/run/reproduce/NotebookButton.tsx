import { useState } from 'react';
import type { Run } from '../../../client/index.js';
import { download } from '../../common/download.js';
import { Icon } from '../../common/icons.js';
import { useNavigation } from '../../common/navigation.js';
import { useClient } from '../../common/QueryProvider.js';
import { useAttempt } from '../../common/Toasts.js';
import { useTranslation } from '../../common/translation.js';
import { sliceOfRun } from './slice-of-run.js';

/** Gives the cells that a run depends on as a notebook, in Jupyter as one that is open. */
export function NotebookButton({ run }: { run: Run }) {
  const trans = useTranslation();
  const client = useClient();
  const attempt = useAttempt();
  const { onOpenAsNotebook } = useNavigation();
  const [isBusy, setIsBusy] = useState(false);
  const give = async () => {
    setIsBusy(true);
    await attempt(async () => {
      if (onOpenAsNotebook) {
        await onOpenAsNotebook(run.runId);
        return;
      }
      const { notebookFileName } = await import('../../../reproduce/index.js');
      const notebook = await sliceOfRun(client, run.runId);
      download(
        notebookFileName(run),
        JSON.stringify(notebook, undefined, 1),
        'application/x-ipynb+json'
      );
    });
    setIsBusy(false);
  };
  return (
    <button
      className="jp-TrackbookButton"
      disabled={isBusy}
      title={trans.__('The cells that this run depends on, as they ran')}
      onClick={() => void give()}
    >
      <Icon name={onOpenAsNotebook ? 'notebook' : 'download'} />
      {onOpenAsNotebook
        ? trans.__('Open as notebook')
        : trans.__('Download as notebook')}
    </button>
  );
}
