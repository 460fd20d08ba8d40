import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../commands.js';
import { saveBeside } from '../reproduce/new-notebook.js';
import { ICapture, IConnection } from '../tokens.js';

export const openAsNotebookPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:open-as-notebook',
  description: 'Opens the cells that a run depends on as a notebook.',
  autoStart: true,
  requires: [IConnection, ICapture, IDocumentManager],
  optional: [ITranslator],
  activate: (
    { commands, serviceManager }: JupyterFrontEnd,
    { client }: IConnection,
    capture: ICapture,
    documents: IDocumentManager,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('trackbook');
    commands.addCommand(CommandIDs.openAsNotebook, {
      label: trans.__('Open Run as Notebook'),
      describedBy: {
        args: {
          type: 'object',
          required: ['runId'],
          properties: {
            runId: { type: 'string', description: 'Id of the run' }
          }
        }
      },
      execute: async ({ runId }) => {
        const { notebookFileName, readRunRecord, sliceNotebook } =
          await import('../../reproduce/index.js');
        const record = await readRunRecord(client, String(runId));
        const id = record.run.experimentId;
        const { name } = await client.experiments.get(id);
        const path = await saveBeside(
          serviceManager.contents,
          record.run.tags['trackbook.notebook'] ?? '',
          notebookFileName(record.run),
          sliceNotebook(record)
        );
        capture.presetExperiment(serviceManager.contents.localPath(path), {
          id,
          name
        });
        documents.openOrReveal(path);
      }
    });
  }
};
