import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { type ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { onlyName } from '../../views/common/notebook-names.js';
import { isScalar, logSuggestions } from '../../views/panel/log-suggestions.js';
import { type FoundValue } from '../capture/messages.js';
import { refusal } from '../capture/refusal.js';
import { waitUntilReady } from '../capture/readiness.js';
import { type Recorder } from '../capture/recorder.js';
import { targetRun } from '../capture/target-run.js';
import { CommandIDs } from '../commands.js';
import { notifyFailure } from '../notify-failure.js';
import { ICapture, IConnection } from '../tokens.js';
import { LogVariableDialog } from '../widgets/log-variable-dialog.js';
import { ContextMenuPlace, nameAtCursor } from '../widgets/pointed-name.js';

/** Cells whose editors hold Python. */
const SELECTOR = '.jp-Notebook .jp-CodeCell .jp-InputArea-editor';

export const logVariablePlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:log-variable',
  description: 'Logs the variable under the cursor.',
  autoStart: true,
  requires: [INotebookTracker, ICapture, IConnection],
  optional: [ITranslator, ICommandPalette],
  activate: (
    { commands, contextMenu }: JupyterFrontEnd,
    tracker: INotebookTracker,
    capture: ICapture,
    connection: IConnection,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ) => {
    const trans = (translator ?? nullTranslator).load('trackbook');
    const place = new ContextMenuPlace();
    const nameFrom = ({ name, isPointed }: ReadonlyPartialJSONObject) => {
      const notebook = tracker.currentWidget?.content;
      if (typeof name === 'string' || !notebook) {
        return (name as string | undefined) ?? null;
      }
      return isPointed ? place.nameIn(notebook) : nameAtCursor(notebook);
    };

    const logVariable = async (name: string) => {
      const recorder = capture.current;
      if (!recorder || !(await waitUntilReady(recorder, trans))) {
        return;
      }
      await notifyFailure(() => ask(recorder, name));
    };

    const ask = async (recorder: Recorder, name: string) => {
      const { client } = connection;
      const variable = await recorder.inspect(name);
      const run = await targetRun(client, {
        runId: variable.run_id,
        names: capture.names ?? onlyName(recorder.notebook),
        experimentId: capture.experiment?.id
      });
      if (run === null || variable.choices.length === 0) {
        Notification.warning(refusal(variable, trans));
        return;
      }
      const onLog = async (values: readonly FoundValue[]) => {
        if (isScalar(values[0])) {
          await logSuggestions(client, run.runId, values);
        } else {
          await recorder.logObject(run.runId, values[0]);
        }
        Notification.success(trans.__('%1 was logged to %2', name, run.name));
      };
      const dialog = new LogVariableDialog(
        {
          variable: { ...variable, typeName: variable.type_name },
          run,
          onLog,
          onCancel: () => recorder.cancelLogging()
        },
        trans
      );
      // The menu that asked for it has taken the focus away.
      dialog.disposed.connect(() => tracker.currentWidget?.activate());
      dialog.open();
    };

    commands.addCommand(CommandIDs.logVariable, {
      label: args => {
        const name = nameFrom(args);
        return name ? trans.__('Log “%1”…', name) : trans.__('Log Variable…');
      },
      caption: trans.__('Log the variable under the cursor to a run'),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            name: {
              type: 'string',
              description: 'The variable; without it the one at the cursor'
            },
            isPointed: {
              type: 'boolean',
              description: 'Take the one where the context menu was opened'
            }
          }
        }
      },
      isEnabled: args =>
        nameFrom(args) !== null && capture.current?.canInspect !== false,
      execute: async args => {
        const name = nameFrom(args);
        if (name !== null) {
          await logVariable(name);
        }
      }
    });
    contextMenu.addItem({
      command: CommandIDs.logVariable,
      args: { isPointed: true },
      selector: SELECTOR,
      rank: 0
    });
    palette?.addItem({
      command: CommandIDs.logVariable,
      category: trans.__('Trackbook')
    });
  }
};
