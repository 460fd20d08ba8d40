import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../commands.js';
import { discardIcon } from '../icons.js';
import { notifyFailure } from '../notify-failure.js';
import { ICapture, IConnection } from '../tokens.js';

export const discardRunPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:discard-run',
  description: 'Takes back the run that a tracked cell has just made.',
  autoStart: true,
  requires: [INotebookTracker, ICapture, IConnection],
  optional: [ITranslator, ICommandPalette],
  activate: (
    { commands }: JupyterFrontEnd,
    tracker: INotebookTracker,
    capture: ICapture,
    connection: IConnection,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ) => {
    const trans = (translator ?? nullTranslator).load('trackbook');
    const { client } = connection;
    let canDiscard = false;
    const refresh = () => commands.notifyCommandChanged(CommandIDs.discardRun);
    const justTracked = () =>
      (canDiscard && capture.current?.state.justTracked) || null;

    const askServer = async () => {
      canDiscard =
        connection.state.kind === 'connected' &&
        (await client.features()).features.has('runs.discard');
      refresh();
    };

    const discard = async () => {
      const recorder = capture.current;
      const run = justTracked();
      if (!recorder || !run) {
        return;
      }
      await notifyFailure(async () => {
        await client.runs.discard(run.runId);
        recorder.forgetRun(run.runId);
      });
    };

    commands.addCommand(CommandIDs.discardRun, {
      label: trans.__('Discard the Run Just Tracked'),
      caption: trans.__(
        'Take the run that was just made away for good, with its artifacts'
      ),
      icon: discardIcon,
      describedBy: {
        args: {
          type: 'object',
          properties: {
            toolbar: {
              type: 'boolean',
              description: 'Whether this is the button of the cell toolbar'
            }
          }
        }
      },
      isEnabled: () => justTracked() !== null,
      isVisible: args =>
        !args.toolbar ||
        (tracker.activeCell !== null &&
          justTracked()?.cellId === tracker.activeCell.model.id),
      execute: discard
    });
    capture.changed.connect(refresh);
    tracker.activeCellChanged.connect(refresh);
    connection.changed.connect(() => void askServer());
    void askServer();
    palette?.addItem({
      command: CommandIDs.discardRun,
      category: trans.__('Trackbook')
    });
  }
};
