import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { OpenNotebookNames } from '../names/open-notebook-names.js';
import { IConnection, INotebookNames } from '../tokens.js';

export const notebookNamesPlugin: JupyterFrontEndPlugin<INotebookNames> = {
  id: 'trackbook:notebook-names',
  description: 'Finds the runs of notebooks that were renamed or moved.',
  autoStart: true,
  requires: [INotebookTracker, IConnection],
  provides: INotebookNames,
  activate: (
    { serviceManager }: JupyterFrontEnd,
    tracker: INotebookTracker,
    connection: IConnection
  ) =>
    new OpenNotebookNames({
      tracker,
      contents: serviceManager.contents,
      connection
    })
};
