import {
  ILabShell,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import { Capture } from '../capture/capture.js';
import { ExperimentMemory } from '../capture/experiment-memory.js';
import { formerExperiment } from '../capture/former-experiment.js';
import { type TrackbookSettings } from '../settings.js';
import { Witnesses } from '../witness/witnesses.js';
import {
  ICapture,
  IConnection,
  INotebookNames,
  ITrackbookSettings
} from '../tokens.js';

export const capturePlugin: JupyterFrontEndPlugin<ICapture> = {
  id: 'trackbook:capture',
  description: 'Talks to the hook in the kernel of each open notebook.',
  autoStart: true,
  requires: [INotebookTracker, INotebookNames, IConnection, ITrackbookSettings],
  optional: [ILabShell, IStateDB],
  provides: ICapture,
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    names: INotebookNames,
    connection: IConnection,
    settings: TrackbookSettings,
    labShell: ILabShell | null,
    stateDB: IStateDB | null
  ) => {
    const witnesses = new Witnesses({
      client: connection.client,
      storage: window.sessionStorage
    });
    window.addEventListener('pagehide', () => witnesses.suspend());
    const { contents } = app.serviceManager;
    const memory = new ExperimentMemory(stateDB);
    contents.fileChanged.connect((_, { type, oldValue, newValue }) => {
      if ((type === 'rename' || type === 'delete') && oldValue?.path) {
        memory.rename(
          contents.localPath(oldValue.path),
          newValue?.path ? contents.localPath(newValue.path) : null
        );
      }
    });
    return new Capture({
      tracker,
      names,
      memory,
      formerExperiment: names => formerExperiment(connection.client, names),
      settings,
      hookLoader: () => connection.hookLoader,
      client: labShell ? 'jupyterlab' : 'notebook',
      localPath: path => contents.localPath(path),
      witnesses
    });
  }
};
