import { type INotebookTracker } from '@jupyterlab/notebook';
import { type Cell } from '@jupyterlab/cells';
import { isMadeBy, type RunPlace } from '../../views/common/notebook-names.js';
import type { RunPart } from '../../views/index.js';
import { type INotebookNames } from '../tokens.js';

/** A pointer that only passes by asks for nothing. */
const DELAY = 80;

const HIGHLIGHTED = 'jp-TrackbookHighlightedCell';

/** Marks the cells behind one thing at a time in the open notebooks. */
export class CellHighlight {
  private readonly _options: CellHighlight.IOptions;
  private _cells: Cell[] = [];
  private _timer?: ReturnType<typeof setTimeout>;
  /** What is pointed at now, or null. */
  private _shown: RunPart | null = null;

  constructor(options: CellHighlight.IOptions) {
    this._options = options;
  }

  show(part: RunPart): void {
    this.hide();
    this._shown = part;
    this._timer = setTimeout(() => void this._find(part), DELAY);
  }

  hide(): void {
    clearTimeout(this._timer);
    this._shown = null;
    this._cells.forEach(cell => cell.removeClass(HIGHLIGHTED));
    this._cells = [];
  }

  private async _find(part: RunPart): Promise<void> {
    const { tracker, names, cellsOf, onFailure } = this._options;
    if (tracker.size === 0) {
      return;
    }
    try {
      const places = await cellsOf(part);
      if (part !== this._shown) {
        return;
      }
      tracker.forEach(panel => {
        const own = names.of(panel).current;
        const ids = new Set(
          places
            .filter(place => isMadeBy(own, place))
            .map(({ cellId }) => cellId)
        );
        this._cells.push(
          ...panel.content.widgets.filter(({ model }) => ids.has(model.id))
        );
      });
      this._cells.forEach(cell => cell.addClass(HIGHLIGHTED));
    } catch (error) {
      onFailure(error);
    }
  }
}

export namespace CellHighlight {
  export interface IOptions {
    tracker: INotebookTracker;
    cellsOf: (part: RunPart) => Promise<readonly RunPlace[]>;
    names: Pick<INotebookNames, 'of'>;
    onFailure: (error: unknown) => void;
  }
}
