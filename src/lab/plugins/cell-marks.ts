import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { NotebookMarks } from '../marks/notebook-marks.js';
import { navigateByCommands } from '../navigation.js';
import { type TrackbookSettings } from '../settings.js';
import {
  IConnection,
  INotebookNames,
  ITrackbookSettings,
  IVerdicts
} from '../tokens.js';

export const cellMarksPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:cell-marks',
  description:
    'Shows beside each cell which run it made, and which it would not make again.',
  autoStart: true,
  requires: [
    INotebookTracker,
    INotebookNames,
    IConnection,
    ITrackbookSettings,
    IVerdicts
  ],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    names: INotebookNames,
    { client }: IConnection,
    settings: TrackbookSettings,
    verdicts: IVerdicts,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('trackbook');
    const navigation = navigateByCommands(app.commands);
    const marks = new Map<NotebookPanel, NotebookMarks>();

    const hide = (panel: NotebookPanel) => {
      marks.get(panel)?.dispose();
      marks.delete(panel);
    };
    const update = (panel: NotebookPanel) => {
      if (!settings.areCellMarksVisible) {
        hide(panel);
      } else if (!marks.has(panel)) {
        marks.set(
          panel,
          new NotebookMarks({
            panel,
            client,
            navigation,
            trans,
            settings,
            names: names.of(panel),
            verdicts: verdicts.of(panel)
          })
        );
      }
    };

    tracker.forEach(update);
    settings.changed.connect(() => tracker.forEach(update));
    tracker.widgetAdded.connect((_, panel) => {
      update(panel);
      panel.disposed.connect(hide);
    });
  }
};
