import { type NotebookPanel } from '@jupyterlab/notebook';
import { type IDisposable } from '@lumino/disposable';
import { type ISignal, Signal } from '@lumino/signaling';
import {
  type NotebookNames,
  onlyName
} from '../../views/common/notebook-names.js';
import { codeCells } from '../verdict/code-cells.js';
import { isRandomId } from './random-id.js';

/** The names of one open notebook; looked for again when it gets another. */
export class PanelNames implements IDisposable {
  readonly ready: Promise<void>;
  private readonly _options: PanelNames.IOptions;
  private readonly _changed = new Signal<this, void>(this);
  private _current: NotebookNames;
  private _lookCount = 0;
  private _isDisposed = false;

  constructor(options: PanelNames.IOptions) {
    this._options = options;
    this._current = onlyName(this._path);
    const { context } = options.panel;
    context.pathChanged.connect(this.look, this);
    this.ready = context.ready.then(() => this._look());
  }

  /** After a change of name the old one, until all are known. */
  get current(): NotebookNames {
    return this._current;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._options.panel.context.pathChanged.disconnect(this.look, this);
      Signal.clearData(this);
    }
  }

  look(): void {
    void this._look();
  }

  private get _path(): string {
    const { panel, localPath } = this._options;
    return localPath(panel.context.path);
  }

  private async _look(): Promise<void> {
    const { panel, findFormer } = this._options;
    const count = ++this._lookCount;
    const path = this._path;
    const ids = codeCells(panel.model).map(({ id }) => id);
    const cellIds = new Set(ids.filter(isRandomId));
    const former = await findFormer(path, cellIds);
    if (count !== this._lookCount || this._isDisposed) {
      return;
    }
    const before = this._current;
    if (path !== before.path || former.length > 0 || before.former.length > 0) {
      this._current = { path, former, cellIds };
      this._changed.emit();
    }
  }
}

export namespace PanelNames {
  export interface IOptions {
    panel: Pick<NotebookPanel, 'context' | 'model'>;
    /** A document's path without the drive it is on. */
    localPath: (path: string) => string;
    /** Where cells were before a notebook had its present path; none where that cannot be told. */
    findFormer: (
      path: string,
      cellIds: ReadonlySet<string>
    ) => Promise<readonly string[]>;
  }
}
