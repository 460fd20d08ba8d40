import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { ClientError } from '../../client/index.js';
import { CommandIDs } from '../commands.js';
import { CellHighlight } from '../marks/cell-highlight.js';
import { RunCells } from '../marks/run-cells.js';
import { type TrackbookSettings } from '../settings.js';
import { IConnection, INotebookNames, ITrackbookSettings } from '../tokens.js';

export const highlightCellsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:highlight-cells',
  description: 'Marks the cells behind the metric that is pointed at.',
  autoStart: true,
  requires: [INotebookTracker, INotebookNames, IConnection, ITrackbookSettings],
  optional: [ITranslator],
  activate: (
    { commands }: JupyterFrontEnd,
    tracker: INotebookTracker,
    names: INotebookNames,
    connection: IConnection,
    settings: TrackbookSettings,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('trackbook');
    const cells = new RunCells(connection.client);
    const highlight = new CellHighlight({
      tracker,
      cellsOf: part => cells.of(part),
      names,
      onFailure: error => {
        if (!(error instanceof ClientError)) {
          throw error;
        }
        if (error.isUnreachable) {
          void connection.refresh();
        } else {
          console.warn('The cells behind a run are not known.', error);
        }
      }
    });
    commands.addCommand(CommandIDs.highlightCells, {
      label: trans.__('Highlight the Cells behind a Metric'),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            runId: {
              type: 'string',
              description: 'Id of the run; none ends the highlight'
            },
            metric: { type: 'string', description: 'One of its metrics' }
          }
        }
      },
      execute: ({ runId, metric }) => {
        if (typeof runId !== 'string' || !settings.areCellMarksVisible) {
          highlight.hide();
        } else {
          highlight.show({ runId, metric: metric as string | undefined });
        }
      }
    });
  }
};
