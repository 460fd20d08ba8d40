import { type NotebookPanel } from '@jupyterlab/notebook';
import { Token } from '@lumino/coreutils';
import { type ISignal } from '@lumino/signaling';
import { type TrackbookClient } from '../client/trackbook-client.js';
import {
  type NotebookNames,
  type RunPlace
} from '../views/common/notebook-names.js';
import {
  type ExperimentChoice,
  type ValuesPolicy
} from '../views/panel/panel-props.js';
import { type Recorder } from './capture/recorder.js';
import { type ConnectionState } from './connection/connection-state.js';
import { type TrackbookSettings } from './settings.js';
import { type CellNote } from './verdict/cell-notes.js';

/** The tracking server, as reached through Jupyter's server. */
export interface IConnection {
  readonly client: TrackbookClient;
  readonly state: ConnectionState;
  readonly changed: ISignal<IConnection, ConnectionState>;
  /** Code that loads the hook in a kernel that started without it. */
  readonly hookLoader: string;
  refresh(): Promise<void>;
}

export const IConnection = new Token<IConnection>(
  'trackbook:IConnection',
  'The connection to the tracking server, and a client for it.'
);

/** The names of an open notebook. */
export interface IPanelNames {
  readonly current: NotebookNames;
  /** Fulfilled when former names were looked for once. */
  readonly ready: Promise<void>;
  readonly changed: ISignal<IPanelNames, void>;
}

/** Under which names the open notebooks made their runs. */
export interface INotebookNames {
  of(panel: NotebookPanel): IPanelNames;
  /** The open notebook that made a run, whatever its name was then; null if it is not open. */
  find(place: RunPlace): NotebookPanel | null;
  /** Emitted when a notebook was opened, or has other names than before. */
  readonly changed: ISignal<INotebookNames, void>;
}

export const INotebookNames = new Token<INotebookNames>(
  'trackbook:INotebookNames',
  'Under which names the open notebooks made their runs.'
);

/** The recorders of all open notebooks. */
export interface ICapture {
  /** The recorder of the notebook in front, if any. */
  readonly current: Recorder | null;
  /** The names of the notebook in front, if any. */
  readonly names: NotebookNames | null;
  /** The experiment that the next runs of the notebook in front go to. */
  readonly experiment: ExperimentChoice | null;
  /** Emitted when another notebook comes to the front, or its recorder's state or its names change. */
  readonly changed: ISignal<ICapture, void>;
  /** What the notebook in front says itself about values of tracked cells, if it does. */
  readonly valuesPolicy: ValuesPolicy | null;
  chooseExperiment(experiment: ExperimentChoice): void;
  /** Where the runs of a notebook shall go that was not opened yet. */
  presetExperiment(notebook: string, experiment: ExperimentChoice): void;
  /** Keep a choice in the notebook in front; null leaves it to the settings. */
  chooseValuesPolicy(policy: ValuesPolicy | null): void;
  recorderOf(panel: NotebookPanel): Recorder;
}

export const ICapture = new Token<ICapture>(
  'trackbook:ICapture',
  'What is being recorded in the open notebooks.'
);

/** What the runs of an open notebook's present session have to say of its cells. */
export interface INotebookVerdicts {
  /**
   * Why running the notebook again may not give the results of runs again, by the id of the cell that is
   * the cause; of the newest run first.
   */
  readonly notes: ReadonlyMap<string, readonly CellNote[]>;
  /** Emitted when a cell may have other notes than before, also by an edit that is not saved. */
  readonly changed: ISignal<INotebookVerdicts, void>;
}

/** The verdicts on the runs of all open notebooks. */
export interface IVerdicts {
  of(panel: NotebookPanel): INotebookVerdicts;
}

export const IVerdicts = new Token<IVerdicts>(
  'trackbook:IVerdicts',
  'Whether the open notebooks still say what their runs did.'
);

export const ITrackbookSettings = new Token<TrackbookSettings>(
  'trackbook:ITrackbookSettings',
  "Trackbook's settings, typed."
);
