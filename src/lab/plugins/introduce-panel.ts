import {
  ILabShell,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStateDB } from '@jupyterlab/statedb';
import { type CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../commands.js';

const STATE_KEY = 'trackbook:is-panel-introduced';
const BEGINNINGS: readonly string[] = [
  CommandIDs.trackCell,
  CommandIDs.toggleRecording
];

/** An extension does not open its panel by itself; but who tracks for the first time does not know of it yet. */
export const introducePanelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:introduce-panel',
  description: 'Shows the panel once, when something is tracked first.',
  autoStart: true,
  requires: [ILabShell, IStateDB],
  activate: (
    { commands }: JupyterFrontEnd,
    _labShell: ILabShell,
    state: IStateDB
  ) => {
    const introduce = async () => {
      if (!(await state.fetch(STATE_KEY))) {
        await state.save(STATE_KEY, true);
        await commands.execute(CommandIDs.showPanel);
      }
    };
    const onExecuted = (
      _: CommandRegistry,
      { id }: CommandRegistry.ICommandExecutedArgs
    ) => {
      if (BEGINNINGS.includes(id)) {
        commands.commandExecuted.disconnect(onExecuted);
        void introduce();
      }
    };
    commands.commandExecuted.connect(onExecuted);
  }
};
