import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ICapture, IConnection, INotebookNames, IVerdicts } from '../tokens.js';
import { Verdicts } from '../verdict/verdicts.js';

export const verdictsPlugin: JupyterFrontEndPlugin<IVerdicts> = {
  id: 'trackbook:verdicts',
  description: 'Judges whether open notebooks still say what their runs did.',
  autoStart: true,
  requires: [INotebookTracker, ICapture, INotebookNames, IConnection],
  provides: IVerdicts,
  activate: (
    _app: JupyterFrontEnd,
    tracker: INotebookTracker,
    capture: ICapture,
    names: INotebookNames,
    connection: IConnection
  ) => new Verdicts({ tracker, capture, names, connection })
};
