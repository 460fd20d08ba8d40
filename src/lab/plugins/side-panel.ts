import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs, ForeignCommandIDs } from '../commands.js';
import { trackbookIcon } from '../icons.js';
import { type TrackbookSettings } from '../settings.js';
import { ICapture, IConnection, ITrackbookSettings } from '../tokens.js';
import { SidePanelWidget } from '../widgets/side-panel.js';

/** Below the file browser and the running sessions. */
const RANK = 250;

export const sidePanelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:side-panel',
  description: 'Shows the runs and the recording beside the notebook.',
  autoStart: true,
  requires: [IConnection, ICapture, ITrackbookSettings],
  optional: [
    ILayoutRestorer,
    ITranslator,
    ICommandPalette,
    ILauncher,
    ILabShell
  ],
  activate: (
    app: JupyterFrontEnd,
    connection: IConnection,
    capture: ICapture,
    settings: TrackbookSettings,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    labShell: ILabShell | null
  ) => {
    const { commands, shell } = app;
    const trans = (translator ?? nullTranslator).load('trackbook');
    const panel = new SidePanelWidget({
      connection,
      capture,
      settings,
      commands,
      trans
    });
    panel.title.icon = trackbookIcon;
    panel.title.caption = trans.__('Trackbook');
    shell.add(panel, 'left', { rank: RANK, type: 'Trackbook' });
    restorer?.add(panel, panel.id);

    commands.addCommand(CommandIDs.showPanel, {
      label: trans.__('Show Trackbook Panel'),
      icon: trackbookIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () =>
        labShell
          ? labShell.activateById(panel.id)
          : commands.execute(ForeignCommandIDs.togglePanel, {
              side: 'left',
              title: trans.__('Show Trackbook'),
              id: panel.id
            })
    });
    const entry = {
      command: CommandIDs.showPanel,
      category: trans.__('Trackbook')
    };
    palette?.addItem(entry);
    launcher?.add({ ...entry, rank: 0 });
  }
};
