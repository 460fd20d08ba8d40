import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs, ForeignCommandIDs } from '../commands.js';

export const openSettingsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:open-settings',
  description: "Leads to Trackbook's settings.",
  autoStart: true,
  optional: [ITranslator],
  activate: ({ commands }: JupyterFrontEnd, translator: ITranslator | null) => {
    const trans = (translator ?? nullTranslator).load('trackbook');
    commands.addCommand(CommandIDs.openSettings, {
      label: trans.__('Trackbook Settings'),
      describedBy: { args: { type: 'object', properties: {} } },
      isEnabled: () => commands.hasCommand(ForeignCommandIDs.openSettings),
      execute: () =>
        commands.execute(ForeignCommandIDs.openSettings, { query: 'Trackbook' })
    });
  }
};
