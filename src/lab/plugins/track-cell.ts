import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, ISessionContextDialogs } from '@jupyterlab/apputils';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { waitUntilReady } from '../capture/readiness.js';
import { CommandIDs } from '../commands.js';
import { trackIcon } from '../icons.js';
import { ICapture, ITrackbookSettings } from '../tokens.js';
import { type TrackbookSettings } from '../settings.js';

export const trackCellPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:track-cell',
  description: 'Runs a cell and keeps its execution as a run.',
  autoStart: true,
  requires: [INotebookTracker, ICapture, ITrackbookSettings],
  optional: [ITranslator, ISessionContextDialogs, ICommandPalette],
  activate: (
    { commands }: JupyterFrontEnd,
    tracker: INotebookTracker,
    capture: ICapture,
    settings: TrackbookSettings,
    translator: ITranslator | null,
    dialogs: ISessionContextDialogs | null,
    palette: ICommandPalette | null
  ) => {
    const trans = (translator ?? nullTranslator).load('trackbook');

    const trackActiveCell = async (name?: string) => {
      const panel = tracker.currentWidget;
      const cell = panel?.content.activeCell;
      if (!panel || cell?.model.type !== 'code') {
        return;
      }
      const recorder = capture.recorderOf(panel);
      if (!(await waitUntilReady(recorder, trans))) {
        return;
      }
      recorder.arm(cell.model.id, name);
      await NotebookActions.runCells(
        panel.content,
        [cell],
        panel.sessionContext,
        dialogs ?? undefined,
        translator ?? undefined
      );
      recorder.disarm(cell.model.id);
    };

    commands.addCommand(CommandIDs.trackCell, {
      label: trans.__('Track Cell'),
      caption: trans.__('Run this cell and keep the execution as a run'),
      icon: trackIcon,
      describedBy: {
        args: {
          type: 'object',
          properties: {
            name: { type: 'string', description: 'The name of the new run' },
            toolbar: {
              type: 'boolean',
              description: 'Whether this is the button of the cell toolbar'
            }
          }
        }
      },
      isEnabled: () => tracker.activeCell?.model.type === 'code',
      isVisible: args => !args.toolbar || settings.isTrackButtonVisible,
      execute: args => trackActiveCell(args.name as string | undefined)
    });

    const refresh = () => commands.notifyCommandChanged(CommandIDs.trackCell);
    tracker.activeCellChanged.connect(refresh);
    settings.changed.connect(refresh);
    palette?.addItem({
      command: CommandIDs.trackCell,
      category: trans.__('Trackbook')
    });
  }
};
