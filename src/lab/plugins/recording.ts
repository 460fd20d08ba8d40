import {
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, IToolbarWidgetRegistry } from '@jupyterlab/apputils';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { waitUntilReady } from '../capture/readiness.js';
import { CommandIDs } from '../commands.js';
import { ICapture } from '../tokens.js';
import { RecordButton } from '../widgets/record-button.js';

/** The name of the toolbar item in `schema/plugin.json`. */
const TOOLBAR_ITEM = 'trackbook-record';

export const recordingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'trackbook:recording',
  description: 'Records executions of a notebook as one run.',
  autoStart: true,
  requires: [INotebookTracker, ICapture],
  optional: [IToolbarWidgetRegistry, ITranslator, ICommandPalette],
  activate: (
    { commands }: JupyterFrontEnd,
    tracker: INotebookTracker,
    capture: ICapture,
    toolbars: IToolbarWidgetRegistry | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null
  ) => {
    const trans = (translator ?? nullTranslator).load('trackbook');
    const isRecording = () => Boolean(capture.current?.state.kernel?.recording);

    const toggle = async (panel: NotebookPanel | null, name?: string) => {
      if (!panel) {
        return;
      }
      const recorder = capture.recorderOf(panel);
      if (!(await waitUntilReady(recorder, trans))) {
        return;
      }
      if (recorder.state.kernel?.recording) {
        recorder.stopRecording();
      } else {
        recorder.startRecording(name);
      }
    };

    commands.addCommand(CommandIDs.toggleRecording, {
      label: () =>
        isRecording()
          ? trans.__('Stop Recording')
          : trans.__('Record Executions'),
      caption: trans.__('Keep all executions from here on as one run'),
      describedBy: {
        args: {
          type: 'object',
          properties: {
            name: { type: 'string', description: 'The name of the new run' }
          }
        }
      },
      isEnabled: () => tracker.currentWidget !== null,
      isToggleable: true,
      isToggled: isRecording,
      execute: args =>
        toggle(tracker.currentWidget, args.name as string | undefined)
    });
    capture.changed.connect(() =>
      commands.notifyCommandChanged(CommandIDs.toggleRecording)
    );

    toolbars?.addFactory<NotebookPanel>(
      'Notebook',
      TOOLBAR_ITEM,
      panel =>
        new RecordButton({
          recorder: capture.recorderOf(panel),
          onToggle: () => void toggle(panel),
          trans
        })
    );
    palette?.addItem({
      command: CommandIDs.toggleRecording,
      category: trans.__('Trackbook')
    });
  }
};
