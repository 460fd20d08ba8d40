import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, InputDialog } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../commands.js';
import { notifyFailure } from '../notify-failure.js';
import { ICapture, IConnection } from '../tokens.js';

export const experimentsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:experiments',
  description: 'Makes experiments.',
  autoStart: true,
  requires: [IConnection, ICapture],
  optional: [ITranslator, ICommandPalette],
  activate: (
    { commands }: JupyterFrontEnd,
    { client }: IConnection,
    capture: ICapture,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ) => {
    const trans = (translator ?? nullTranslator).load('trackbook');

    const askForName = async () => {
      const { value } = await InputDialog.getText({
        title: trans.__('New experiment'),
        label: trans.__('Name'),
        okLabel: trans.__('Create')
      });
      return value?.trim();
    };

    commands.addCommand(CommandIDs.createExperiment, {
      label: trans.__('New Experiment…'),
      caption: trans.__('Make an experiment and send the next runs there'),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            name: {
              type: 'string',
              description: 'The name; asked for if absent'
            }
          }
        }
      },
      execute: async args => {
        const name = (args.name as string | undefined) ?? (await askForName());
        if (!name) {
          return;
        }
        await notifyFailure(async () => {
          const id = await client.experiments.create(name);
          capture.chooseExperiment({ id, name });
        });
      }
    });
    palette?.addItem({
      command: CommandIDs.createExperiment,
      category: trans.__('Trackbook')
    });
  }
};
