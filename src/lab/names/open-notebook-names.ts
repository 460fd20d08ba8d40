import {
  type INotebookTracker,
  type NotebookPanel
} from '@jupyterlab/notebook';
import { type Contents, ServerConnection } from '@jupyterlab/services';
import { type ISignal, Signal } from '@lumino/signaling';
import { ClientError } from '../../client/index.js';
import {
  isFormerlyMadeBy,
  type RunPlace
} from '../../views/common/notebook-names.js';
import {
  type IConnection,
  type INotebookNames,
  type IPanelNames
} from '../tokens.js';
import { codeCells, readCodeCells } from '../verdict/code-cells.js';
import { formerNames } from './former-names.js';
import { PanelNames } from './panel-names.js';

/** Knows the names of every open notebook, for as long as it is open. */
export class OpenNotebookNames implements INotebookNames {
  private readonly _options: OpenNotebookNames.IOptions;
  private readonly _names = new Map<NotebookPanel, PanelNames>();
  private readonly _changed = new Signal<this, void>(this);

  constructor(options: OpenNotebookNames.IOptions) {
    this._options = options;
    const { tracker, contents, connection } = options;
    tracker.forEach(panel => this.of(panel));
    tracker.widgetAdded.connect((_, panel) => {
      this.of(panel);
      this._changed.emit();
    });
    contents.fileChanged.connect((_, { type }) => {
      // Where a notebook comes or goes, others may lose or gain a name.
      if (type !== 'save') {
        this._look();
      }
    });
    connection.changed.connect((_, { kind }) => {
      if (kind === 'connected') {
        this._look();
      }
    });
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  of(panel: NotebookPanel): IPanelNames {
    const known = this._names.get(panel);
    if (known) {
      return known;
    }
    const names = new PanelNames({
      panel,
      localPath: path => this._options.contents.localPath(path),
      findFormer: (path, cellIds) => this._findFormer(path, cellIds)
    });
    this._names.set(panel, names);
    names.changed.connect(() => this._changed.emit());
    panel.disposed.connect(() => {
      this._names.delete(panel);
      names.dispose();
    });
    return names;
  }

  find(place: RunPlace): NotebookPanel | null {
    const { tracker } = this._options;
    return (
      tracker.find(panel => isFormerlyMadeBy(this.of(panel).current, place)) ??
      this._at(place.notebook) ??
      null
    );
  }

  private _look(): void {
    this._names.forEach(names => names.look());
  }

  private _at(path: string): NotebookPanel | undefined {
    const { tracker, contents } = this._options;
    return tracker.find(
      ({ context }) => contents.localPath(context.path) === path
    );
  }

  private async _findFormer(
    path: string,
    cellIds: ReadonlySet<string>
  ): Promise<readonly string[]> {
    const { client } = this._options.connection;
    try {
      const cellsAt = (other: string) => this._cellsAt(other);
      return await formerNames({ client, path, cellIds, cellsAt });
    } catch (error) {
      if (
        !(error instanceof ClientError) &&
        !(error instanceof ServerConnection.ResponseError)
      ) {
        throw error;
      }
      // Asked again when the server answers. A notebook that is there and cannot be read may be a copy.
      return [];
    }
  }

  private async _cellsAt(path: string): Promise<string[] | null> {
    const panel = this._at(path);
    const cells = panel?.context.isReady
      ? codeCells(panel.model)
      : await readCodeCells(this._options.contents, path);
    return cells && cells.map(({ id }) => id);
  }
}

export namespace OpenNotebookNames {
  export interface IOptions {
    tracker: INotebookTracker;
    contents: Contents.IManager;
    connection: IConnection;
  }
}
