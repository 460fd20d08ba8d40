import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Connection } from '../connection/connection.js';
import { IConnection } from '../tokens.js';

export const connectionPlugin: JupyterFrontEndPlugin<IConnection> = {
  id: 'trackbook:connection',
  description: 'Reaches the tracking server through Jupyter.',
  autoStart: true,
  provides: IConnection,
  activate: (app: JupyterFrontEnd) =>
    new Connection({ serverSettings: app.serviceManager.serverSettings })
};
