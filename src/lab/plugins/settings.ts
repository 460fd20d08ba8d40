import { type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { TrackbookSettings } from '../settings.js';
import { ITrackbookSettings } from '../tokens.js';

/** Named as JupyterLab names the plugin of `schema/plugin.json`. */
const PLUGIN_ID = 'trackbook:plugin';

export const settingsPlugin: JupyterFrontEndPlugin<TrackbookSettings> = {
  id: PLUGIN_ID,
  description: "Loads Trackbook's settings.",
  autoStart: true,
  requires: [ISettingRegistry],
  provides: ITrackbookSettings,
  activate: async (_app, registry: ISettingRegistry) =>
    new TrackbookSettings(await registry.load(PLUGIN_ID))
};
