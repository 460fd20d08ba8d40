import {
  type INotebookTracker,
  type NotebookPanel
} from '@jupyterlab/notebook';
import { type ISignal, Signal } from '@lumino/signaling';
import { ClientError } from '../../client/index.js';
import { type NotebookNames } from '../../views/common/notebook-names.js';
import {
  type ExperimentChoice,
  type ValuesPolicy
} from '../../views/panel/panel-props.js';
import { type TrackbookSettings } from '../settings.js';
import { type ICapture, type INotebookNames } from '../tokens.js';
import { type ExperimentMemory } from './experiment-memory.js';
import { Recorder } from './recorder.js';
import { experimentOf } from './recorder-state.js';
import { type Witnesses } from '../witness/witnesses.js';
import { policyOf, setPolicy } from './values-policy.js';

/** Gives every open notebook a recorder, for as long as it is open. */
export class Capture implements ICapture {
  private readonly _options: Capture.IOptions;
  private readonly _recorders = new Map<NotebookPanel, Recorder>();
  private readonly _changed = new Signal<this, void>(this);

  constructor(options: Capture.IOptions) {
    this._options = options;
    const { tracker, names, memory, settings } = options;
    tracker.forEach(panel => this.recorderOf(panel));
    tracker.widgetAdded.connect((_, panel) => this.recorderOf(panel));
    tracker.currentChanged.connect(() => this._changed.emit());
    names.changed.connect(() => this._changed.emit());
    void memory.ready.then(() => this._changed.emit());
    settings.changed.connect(() =>
      this._recorders.forEach(recorder => recorder.introduce())
    );
  }

  get current(): Recorder | null {
    const panel = this._options.tracker.currentWidget;
    return panel && this.recorderOf(panel);
  }

  get names(): NotebookNames | null {
    const { tracker, names } = this._options;
    const panel = tracker.currentWidget;
    return panel && names.of(panel).current;
  }

  get experiment(): ExperimentChoice | null {
    const { memory } = this._options;
    const { current } = this;
    return current
      ? (memory.named(experimentOf(current.state)) ??
          memory.of(current.notebook))
      : memory.latest;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  chooseExperiment(experiment: ExperimentChoice): void {
    const { current } = this;
    this._options.memory.choose(experiment, current?.notebook);
    if (current?.isReady) {
      current.setExperiment(experiment);
    }
    this._changed.emit();
  }

  presetExperiment(notebook: string, experiment: ExperimentChoice): void {
    this._options.memory.learn(notebook, experiment);
  }

  get valuesPolicy(): ValuesPolicy | null {
    return policyOf(this._options.tracker.currentWidget?.model ?? null);
  }

  chooseValuesPolicy(policy: ValuesPolicy | null): void {
    const model = this._options.tracker.currentWidget?.model;
    if (model) {
      setPolicy(model, policy);
    }
  }

  recorderOf(panel: NotebookPanel): Recorder {
    const known = this._recorders.get(panel);
    if (known) {
      return known;
    }
    const recorder = this._create(panel);
    this._recorders.set(panel, recorder);
    panel.disposed.connect(() => {
      this._recorders.delete(panel);
      recorder.dispose();
    });
    return recorder;
  }

  private _create(panel: NotebookPanel): Recorder {
    const { sessionContext, context } = panel;
    const { client, localPath, hookLoader, settings, witnesses } =
      this._options;
    const recorder = new Recorder({
      sessionContext,
      notebook: localPath(context.path),
      client,
      hookLoader,
      witnesses,
      values: () => policyOf(panel.model) ?? settings.suggestions,
      interrupt: () => void sessionContext.session?.kernel?.interrupt(),
      isOfflineMode: () => settings.isOfflineMode,
      dataLimits: () => settings.dataLimits
    });
    void context.ready.then(() =>
      panel.model?.metadataChanged.connect((_, { key }) => {
        if (key === 'trackbook') {
          recorder.introduce();
          this._changed.emit();
        }
      })
    );
    context.pathChanged.connect((_, path) => {
      recorder.notebook = localPath(path);
    });
    const recalled = this._recall(panel);
    recorder.changed.connect(() => {
      void this._keepExperiment(recorder, recalled);
      this._onRecorderChanged(recorder);
    });
    return recorder;
  }

  private _onRecorderChanged(recorder: Recorder): void {
    if (recorder === this.current) {
      this._changed.emit();
    }
  }

  /** What the memory knows of no notebook at this path, the runs tell of one that was moved outside Jupyter. */
  private async _recall(panel: NotebookPanel): Promise<void> {
    const { memory, names, localPath, formerExperiment } = this._options;
    await memory.ready;
    const path = localPath(panel.context.path);
    if (memory.of(path)) {
      return;
    }
    const { ready } = names.of(panel);
    await ready;
    try {
      const experiment = await formerExperiment(names.of(panel).current);
      if (experiment) {
        memory.learn(path, experiment);
        this._changed.emit();
      }
    } catch (error) {
      if (!(error instanceof ClientError)) {
        throw error;
      }
      // The server is away: the kernel keeps the experiment that it has.
    }
  }

  /** A kernel that has just begun is told what its notebook's runs belong to. */
  private async _keepExperiment(
    recorder: Recorder,
    recalled: Promise<void>
  ): Promise<void> {
    const { memory } = this._options;
    await recalled;
    const { kernel } = recorder.state;
    if (!kernel || recorder.isDisposed) {
      return;
    }
    const wanted = memory.meet(
      recorder.notebook,
      kernel.session_id,
      experimentOf(recorder.state)
    );
    if (wanted) {
      recorder.setExperiment(wanted);
    }
  }
}

export namespace Capture {
  export interface IOptions {
    tracker: INotebookTracker;
    names: INotebookNames;
    memory: ExperimentMemory;
    /** Where the runs of a notebook went that had another name before. */
    formerExperiment: (
      names: NotebookNames
    ) => Promise<ExperimentChoice | null>;
    settings: TrackbookSettings;
    client: 'jupyterlab' | 'notebook';
    /** A document's path without the drive it is on. */
    localPath: (path: string) => string;
    /** Code that loads the hook in a kernel that started without it. */
    hookLoader: () => string;
    /** For kernels that cannot have the hook. */
    witnesses: Witnesses;
  }
}
