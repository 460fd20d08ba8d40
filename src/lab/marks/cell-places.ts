import { type Cell } from '@jupyterlab/cells';
import { type Notebook } from '@jupyterlab/notebook';
import { type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';

/**
 * Elements beside the cells of a notebook, for those cells that are wanted. Hears of cells that
 * come, go and are rendered at last, and never of what is typed in them.
 */
export class CellPlaces implements IDisposable {
  private readonly _notebook: Notebook;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _awaited = new WeakSet<Cell>();
  private _model: Notebook['model'] = null;
  private _wanted: ReadonlySet<string> = new Set();
  private _places = new Map<string, HTMLElement>();
  private _isScheduled = false;
  private _isDisposed = false;

  constructor(notebook: Notebook) {
    this._notebook = notebook;
    notebook.modelChanged.connect(this._onModelChanged, this);
    this._onModelChanged();
  }

  /** By cell id. */
  get all(): ReadonlyMap<string, HTMLElement> {
    return this._places;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._notebook.modelChanged.disconnect(this._onModelChanged, this);
    this._model?.cells.changed.disconnect(this._schedule, this);
    this._places.forEach(place => place.remove());
    Signal.clearData(this);
  }

  want(cellIds: Iterable<string>): void {
    this._wanted = new Set(cellIds);
    this._schedule();
  }

  private _onModelChanged(): void {
    this._model?.cells.changed.disconnect(this._schedule, this);
    this._model = this._notebook.model;
    this._model?.cells.changed.connect(this._schedule, this);
    this._schedule();
  }

  /** Many changes at once, as when a notebook is loaded, are one. */
  private _schedule(): void {
    if (this._isScheduled) {
      return;
    }
    this._isScheduled = true;
    requestAnimationFrame(() => {
      this._isScheduled = false;
      if (!this._isDisposed) {
        this._update();
      }
    });
  }

  private _update(): void {
    const places = new Map<string, HTMLElement>();
    for (const cell of this._notebook.widgets) {
      if (this._wanted.has(cell.model.id)) {
        const place = this._placeOf(cell);
        if (place) {
          places.set(cell.model.id, place);
        }
      }
    }
    const before = this._places;
    this._places = places;
    const isSame =
      before.size === places.size &&
      [...places].every(([id, place]) => before.get(id) === place);
    if (!isSame) {
      const kept = new Set(places.values());
      before.forEach(place => kept.has(place) || place.remove());
      this._changed.emit();
    }
  }

  private _placeOf(cell: Cell): HTMLElement | null {
    // A cell that was never on screen is not rendered yet.
    const row = cell.inputArea?.node.parentElement;
    if (!row) {
      if (!this._awaited.has(cell)) {
        this._awaited.add(cell);
        void cell.ready.then(() => this._schedule());
      }
      return null;
    }
    const known = this._places.get(cell.model.id);
    if (known?.parentElement === row) {
      return known;
    }
    const place = document.createElement('div');
    place.className = 'jp-TrackbookMarkPlace';
    row.append(place);
    return place;
  }
}
