import { type IStateDB } from '@jupyterlab/statedb';
import { type ExperimentChoice } from '../../views/panel/panel-props.js';

const KEY = 'trackbook:experiments';

type Remembered = {
  /** The experiment that was chosen last, for notebooks that have none yet. */
  latest: ExperimentChoice | null;
  notebooks: Record<
    string,
    { experiment: ExperimentChoice | null; sessionId: string }
  >;
};

/** Remembers which experiment each notebook's runs go to, across kernels and page loads. */
export class ExperimentMemory {
  readonly ready: Promise<void>;
  private readonly _stateDB: IStateDB | null;
  private _remembered: Remembered = { latest: null, notebooks: {} };

  constructor(stateDB: IStateDB | null) {
    this._stateDB = stateDB;
    this.ready = this._load();
  }

  get latest(): ExperimentChoice | null {
    return this._remembered.latest;
  }

  of(notebook: string): ExperimentChoice | null {
    return this._remembered.notebooks[notebook]?.experiment ?? null;
  }

  /** With the name known last, where a kernel that does not reach its server has none. */
  named(experiment: ExperimentChoice | null): ExperimentChoice | null {
    if (experiment === null || experiment.name !== null) {
      return experiment;
    }
    const { latest, notebooks } = this._remembered;
    const known = Object.values(notebooks).map(each => each.experiment);
    return (
      [latest, ...known].find(
        each => each?.id === experiment.id && each.name !== null
      ) ?? experiment
    );
  }

  /** A notebook or folder has another path now, or, without one, is gone. */
  rename(from: string, to: string | null): void {
    const all = Object.entries(this._remembered.notebooks);
    const isMoved = ([path]: [string, unknown]) =>
      path === from || path.startsWith(`${from}/`);
    const moved = all.filter(isMoved);
    if (moved.length > 0) {
      const renamed =
        to === null
          ? []
          : moved.map(([path, known]) => [to + path.slice(from.length), known]);
      const others = all.filter(each => !isMoved(each));
      const notebooks = Object.fromEntries([...others, ...renamed]);
      this._save({ ...this._remembered, notebooks });
    }
  }

  /** What is known from elsewhere of a notebook that this has not met; kernels are told it. */
  learn(notebook: string, experiment: ExperimentChoice): void {
    const { latest, notebooks } = this._remembered;
    const learnt = { experiment, sessionId: '' };
    this._save({ latest, notebooks: { ...notebooks, [notebook]: learnt } });
  }

  /** The user chose; for a notebook whose kernel is not there yet, until it is. */
  choose(experiment: ExperimentChoice, notebook?: string): void {
    const { notebooks } = this._remembered;
    const sessionId =
      notebook === undefined ? '' : (notebooks[notebook]?.sessionId ?? '');
    this._save({
      latest: experiment,
      notebooks:
        notebook === undefined
          ? notebooks
          : { ...notebooks, [notebook]: { experiment, sessionId } }
    });
  }

  /**
   * Takes note of the experiment that a kernel uses. A kernel seen for the first
   * time knows nothing of the notebook's choice: then that is returned, to be told.
   */
  meet(
    notebook: string,
    sessionId: string,
    experiment: ExperimentChoice | null
  ): ExperimentChoice | null {
    const known = this._remembered.notebooks[notebook];
    const isNew = known?.sessionId !== sessionId;
    const wanted =
      isNew && known?.experiment && known.experiment.id !== experiment?.id
        ? known.experiment
        : null;
    const next = wanted ?? this.named(experiment);
    const isSame =
      known?.experiment?.id === next?.id &&
      known?.experiment?.name === next?.name;
    if (isNew || !isSame) {
      this._save({
        ...this._remembered,
        notebooks: {
          ...this._remembered.notebooks,
          [notebook]: { experiment: next, sessionId }
        }
      });
    }
    return wanted;
  }

  private async _load(): Promise<void> {
    const saved = await this._stateDB?.fetch(KEY);
    if (saved) {
      this._remembered = saved as unknown as Remembered;
    }
  }

  private _save(remembered: Remembered): void {
    this._remembered = remembered;
    void this._stateDB?.save(KEY, remembered);
  }
}
