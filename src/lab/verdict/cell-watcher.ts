import { type NotebookPanel } from '@jupyterlab/notebook';
import { type Contents, ServerConnection } from '@jupyterlab/services';
import { Throttler } from '@lumino/polling';
import type { CurrentCell } from '../../analysis/index.js';
import type { RunPlace, WatchCells } from '../../views/index.js';
import { type INotebookNames } from '../tokens.js';
import { codeCells, readCodeCells } from './code-cells.js';

/** Bursts of edits are told once. */
const LIMIT = 500;

/** Tells the cells of notebooks: of an open one as they are on screen, of others from the file. */
export function cellWatcher(
  names: INotebookNames,
  contents: Contents.IManager
): WatchCells {
  return (place, onCells) => {
    const watch = new Watch(names, contents, place, onCells);
    return () => watch.stop();
  };
}

class Watch {
  private _panel: NotebookPanel | null = null;
  private _isStopped = false;
  private readonly _tellSoon = new Throttler(() => this._tell(), {
    limit: LIMIT,
    edge: 'trailing'
  });

  constructor(
    private readonly _names: INotebookNames,
    private readonly _contents: Contents.IManager,
    private readonly _place: RunPlace,
    private readonly _onCells: Parameters<WatchCells>[1]
  ) {
    _names.changed.connect(this._look, this);
    this._look();
  }

  stop(): void {
    this._isStopped = true;
    this._names.changed.disconnect(this._look, this);
    this._leave();
    this._tellSoon.dispose();
  }

  /** Follow the notebook on screen, if there is one. */
  private _look(): void {
    const panel = this._names.find(this._place);
    if (panel && panel === this._panel) {
      return;
    }
    this._leave();
    this._panel = panel;
    if (panel) {
      panel.context.model.contentChanged.connect(this._onChanged, this);
      panel.disposed.connect(this._look, this);
      void panel.context.ready.then(() => this._onChanged());
    } else {
      void this._readFile();
    }
  }

  private _leave(): void {
    this._panel?.context.model.contentChanged.disconnect(this._onChanged, this);
    this._panel?.disposed.disconnect(this._look, this);
    this._panel = null;
  }

  private _onChanged(): void {
    if (!this._isStopped) {
      void this._tellSoon.invoke();
    }
  }

  private _tell(): void {
    if (this._panel?.model) {
      this._onCells(codeCells(this._panel.model));
    }
  }

  private async _readFile(): Promise<void> {
    const cells = await this._cellsOfFile();
    if (!this._panel && !this._isStopped) {
      this._onCells(cells);
    }
  }

  /** Null also where the file is there and cannot be read. */
  private async _cellsOfFile(): Promise<readonly CurrentCell[] | null> {
    try {
      return await readCodeCells(this._contents, this._place.notebook);
    } catch (error) {
      if (error instanceof ServerConnection.ResponseError) {
        return null;
      }
      throw error;
    }
  }
}
