import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import {
  INotebookTracker,
  type Notebook,
  NotebookActions
} from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../commands.js';

export const insertCodePlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:insert-code',
  description: 'Puts code that logs into the notebook.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ITranslator],
  activate: (
    { commands }: JupyterFrontEnd,
    tracker: INotebookTracker,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('trackbook');
    commands.addCommand(CommandIDs.insertCode, {
      label: trans.__('Insert Code'),
      describedBy: {
        args: {
          type: 'object',
          required: ['code', 'cellId'],
          properties: {
            code: { type: 'string', description: 'Python that uses mlflow' },
            cellId: { type: 'string', description: 'Id of the cell' },
            isBelow: {
              type: 'boolean',
              description: 'Into a new cell below, not at the end of the cell'
            }
          }
        }
      },
      isEnabled: () => tracker.currentWidget !== null,
      execute: ({ code, cellId, isBelow }) => {
        const notebook = tracker.currentWidget?.content;
        const index =
          notebook?.widgets.findIndex(({ model }) => model.id === cellId) ?? -1;
        if (!notebook || index < 0) {
          Notification.warning(
            trans.__('The cell is not in this notebook any more.')
          );
          return;
        }
        notebook.activeCellIndex = index;
        if (isBelow) {
          NotebookActions.insertBelow(notebook);
        }
        appendSource(notebook, withImport(notebook, String(code)));
        notebook.activate();
      }
    });
  }
};

function appendSource({ activeCell }: Notebook, code: string): void {
  const cell = activeCell?.model.sharedModel;
  cell?.setSource([cell.getSource().trimEnd(), code].join('\n').trimStart());
}

/** Some cell of the notebook must import mlflow. */
function withImport(notebook: Notebook, code: string): string {
  const isImported = notebook.widgets.some(({ model }) =>
    /^\s*import mlflow\b/m.test(model.sharedModel.getSource())
  );
  return isImported ? code : `import mlflow\n\n${code}`;
}
