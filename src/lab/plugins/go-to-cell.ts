import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { type NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../commands.js';

export const goToCellPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:go-to-cell',
  description: 'Shows the cell that made a run.',
  autoStart: true,
  requires: [IDocumentManager],
  optional: [ITranslator],
  activate: (
    { commands }: JupyterFrontEnd,
    documents: IDocumentManager,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('trackbook');
    commands.addCommand(CommandIDs.goToCell, {
      label: trans.__('Go to Cell'),
      describedBy: {
        args: {
          type: 'object',
          required: ['notebook', 'cellId'],
          properties: {
            notebook: {
              type: 'string',
              description: "Path of the notebook below Jupyter's root"
            },
            cellId: { type: 'string', description: 'Id of the cell' }
          }
        }
      },
      execute: async args => {
        const path = String(args.notebook);
        const panel = documents.openOrReveal(path) as NotebookPanel | undefined;
        if (!panel) {
          return;
        }
        await panel.context.ready;
        await panel.revealed;
        if (!(await showCell(panel, String(args.cellId)))) {
          Notification.warning(trans.__('The cell is no longer in %1.', path));
        }
      }
    });
  }
};

async function showCell(
  { content }: NotebookPanel,
  cellId: string
): Promise<boolean> {
  const index = content.widgets.findIndex(cell => cell.model.id === cellId);
  if (index < 0) {
    return false;
  }
  content.activeCellIndex = index;
  await content.scrollToItem(index, 'center');
  return true;
}
