import type { Run } from '../../../client/index.js';
import { ActionButton } from '../../common/ActionButton.js';
import { download } from '../../common/download.js';
import { useNavigation } from '../../common/navigation.js';
import { useClient } from '../../common/QueryProvider.js';
import { useTranslation } from '../../common/translation.js';
import { sliceOfRun } from './slice-of-run.js';

/** Gives the cells that a run depends on as a notebook, in Jupyter as one that is open. */
export function NotebookButton({ run }: { run: Run }) {
  const trans = useTranslation();
  const client = useClient();
  const { onOpenAsNotebook } = useNavigation();
  const give = async () => {
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
  };
  return (
    <ActionButton
      icon={onOpenAsNotebook ? 'notebook' : 'download'}
      label={
        onOpenAsNotebook
          ? trans.__('Open as notebook')
          : trans.__('Download as notebook')
      }
      title={trans.__('The cells that this run depends on, as they ran')}
      onAct={give}
    />
  );
}
