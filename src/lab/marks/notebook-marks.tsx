import { type NotebookPanel } from '@jupyterlab/notebook';
import { type IDisposable } from '@lumino/disposable';
import { lazy, Suspense } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import type { TrackbookClient } from '../../client/index.js';
import type { Navigation, Translation } from '../../views/index.js';
import { type TrackbookSettings } from '../settings.js';
import { type INotebookVerdicts, type IPanelNames } from '../tokens.js';
import { CellPlaces } from './cell-places.js';

const CellMarks = lazy(async () => ({
  default: (await import('../../views/marks/CellMarks.js')).CellMarks
}));

/** The marks beside the cells of one notebook, for as long as they are to be seen. */
export class NotebookMarks implements IDisposable {
  private readonly _options: NotebookMarks.IOptions;
  private readonly _places: CellPlaces;
  private readonly _root: Root;
  private _isDisposed = false;

  constructor(options: NotebookMarks.IOptions) {
    this._options = options;
    const { panel } = options;
    this._places = new CellPlaces(panel.content);
    // All marks are portals: their common root is never seen.
    this._root = createRoot(document.createElement('div'));
    this._places.changed.connect(this._render, this);
    options.names.changed.connect(this._render, this);
    options.settings.changed.connect(this._render, this);
    options.verdicts.changed.connect(this._render, this);
    this._render();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._options.settings.changed.disconnect(this._render, this);
    this._options.verdicts.changed.disconnect(this._render, this);
    this._options.names.changed.disconnect(this._render, this);
    this._root.unmount();
    this._places.dispose();
  }

  private readonly _onMarked = (cellIds: readonly string[]) =>
    this._places.want(cellIds);

  private _render(): void {
    const { names, client, navigation, trans, settings, verdicts } =
      this._options;
    this._root.render(
      <Suspense fallback={null}>
        <CellMarks
          {...navigation}
          client={client}
          trans={trans}
          names={names.current}
          places={this._places.all}
          onMarked={this._onMarked}
          keyMetrics={settings.keyMetrics}
          notes={verdicts.notes}
        />
      </Suspense>
    );
  }
}

export namespace NotebookMarks {
  export interface IOptions {
    panel: NotebookPanel;
    client: TrackbookClient;
    navigation: Navigation;
    trans: Translation;
    settings: TrackbookSettings;
    names: IPanelNames;
    verdicts: INotebookVerdicts;
  }
}
