import type { Run } from '../../../client/index.js';
import { ActionButton } from '../../common/ActionButton.js';
import { download } from '../../common/download.js';
import { useClient } from '../../common/QueryProvider.js';
import { useTranslation } from '../../common/translation.js';

/** Gives what a run depends on, cells and packages, as a project that MLflow runs. */
export function ProjectButton({ run }: { run: Run }) {
  const trans = useTranslation();
  const client = useClient();
  const give = async () => {
    const { notebookFileName, readRunRecord } =
      await import('../../../reproduce/index.js');
    const { projectArchive } = await import('../../../reproduce/project.js');
    const record = await readRunRecord(client, run.runId);
    const name = notebookFileName(run).replace(/\.ipynb$/, '');
    const archive = projectArchive(record, name, new Date());
    download(`${name}.zip`, archive, 'application/zip');
  };
  return (
    <ActionButton
      icon="download"
      label={trans.__('Export as project')}
      title={trans.__(
        'The cells that this run depends on, with its packages, for “mlflow run”'
      )}
      onAct={give}
    />
  );
}
