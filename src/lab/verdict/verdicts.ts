import { type DocumentRegistry } from '@jupyterlab/docregistry';
import {
  type INotebookTracker,
  type NotebookPanel
} from '@jupyterlab/notebook';
import { isMadeBy } from '../../views/common/notebook-names.js';
import { type Recorder } from '../capture/recorder.js';
import {
  type ICapture,
  type IConnection,
  type INotebookNames,
  type INotebookVerdicts,
  type IVerdicts
} from '../tokens.js';
import { codeCells } from './code-cells.js';
import { NotebookVerdicts } from './notebook-verdicts.js';

/** Has the runs of every open notebook judged, for as long as it is open. */
export class Verdicts implements IVerdicts {
  private readonly _options: Verdicts.IOptions;
  private readonly _notebooks = new Map<NotebookPanel, NotebookVerdicts>();

  constructor(options: Verdicts.IOptions) {
    this._options = options;
    const { tracker, connection } = options;
    tracker.forEach(panel => this.of(panel));
    tracker.widgetAdded.connect((_, panel) => void this.of(panel));
    connection.changed.connect((_, { kind }) => {
      if (kind === 'connected') {
        this._notebooks.forEach(verdicts => verdicts.reconnected());
      }
    });
  }

  of(panel: NotebookPanel): INotebookVerdicts {
    const known = this._notebooks.get(panel);
    if (known) {
      return known;
    }
    const verdicts = this._create(panel);
    this._notebooks.set(panel, verdicts);
    panel.disposed.connect(() => {
      this._notebooks.delete(panel);
      verdicts.dispose();
    });
    return verdicts;
  }

  private _create(panel: NotebookPanel): NotebookVerdicts {
    const { capture, names, connection } = this._options;
    const recorder = capture.recorderOf(panel);
    const own = names.of(panel);
    // Not all servers can be asked for former names.
    const paths = new Set([recorder.notebook]);
    const verdicts = new NotebookVerdicts({
      client: connection.client,
      cells: () => codeCells(panel.model),
      isOwn: place => paths.has(place.notebook) || isMadeBy(own.current, place),
      onUnreachable: () => void connection.refresh()
    });
    recorder.changed.connect(() => paths.add(recorder.notebook));
    own.changed.connect(() => verdicts.runEnded());
    followRecorder(verdicts, recorder);
    followDocument(verdicts, panel.context);
    return verdicts;
  }
}

function followRecorder(verdicts: NotebookVerdicts, recorder: Recorder): void {
  const follow = () =>
    verdicts.follow(recorder.state.kernel?.session_id ?? null);
  recorder.changed.connect(follow);
  recorder.runReported.connect((_, { status }) => {
    if (status !== 'RUNNING') {
      verdicts.runEnded();
    }
  });
  follow();
}

function followDocument(
  verdicts: NotebookVerdicts,
  context: NotebookPanel['context']
): void {
  context.model.contentChanged.connect(() => verdicts.cellsChanged());
  context.saveState.connect((_: unknown, state: DocumentRegistry.SaveState) => {
    if (state === 'completed') {
      verdicts.saved();
    }
  });
}

export namespace Verdicts {
  export interface IOptions {
    tracker: INotebookTracker;
    capture: ICapture;
    names: INotebookNames;
    connection: IConnection;
  }
}
