import { ReactWidget } from '@jupyterlab/ui-components';
import { type ISignal, Signal } from '@lumino/signaling';
import { Suspense, type JSX } from 'react';
import type { TrackbookClient } from '../../client/index.js';
import type {
  Navigation,
  Reproducer,
  Translation,
  WatchCells
} from '../../views/index.js';
import { CompareView, RegistryView, RunsView, RunView } from './lazy-views.js';
import { type ViewAddress } from './view-address.js';

/** Shows the view at an address, and follows it where its user goes. */
export class ViewWidget extends ReactWidget {
  private readonly _options: ViewWidget.IOptions;
  private readonly _addressChanged = new Signal<this, ViewAddress>(this);
  private _address: ViewAddress;

  constructor(options: ViewWidget.IOptions) {
    super();
    this._options = options;
    this._address = options.address;
    this.addClass('jp-TrackbookView');
  }

  get address(): ViewAddress {
    return this._address;
  }

  set address(address: ViewAddress) {
    this._address = address;
    this._addressChanged.emit(address);
    this.update();
  }

  get addressChanged(): ISignal<this, ViewAddress> {
    return this._addressChanged;
  }

  protected render(): JSX.Element {
    const { trans } = this._options;
    return (
      <Suspense
        fallback={
          <div className="jp-TrackbookView-loading">{trans.__('Loading…')}</div>
        }
      >
        {this._renderView()}
      </Suspense>
    );
  }

  private _renderView(): JSX.Element {
    const { client, navigation, watchCells, reproducer, trans } = this._options;
    const address = this._address;
    const shared = { client, trans, watchCells, reproducer, ...navigation };
    switch (address.kind) {
      case 'runs':
        return (
          <RunsView
            {...shared}
            state={address.state}
            onStateChange={state => (this.address = { ...address, state })}
          />
        );
      case 'run':
        return (
          <RunView
            {...shared}
            runId={address.runId}
            state={address.state}
            onStateChange={state => (this.address = { ...address, state })}
            onTitle={this._options.onTitle}
          />
        );
      case 'compare':
        return (
          <CompareView
            {...shared}
            runIds={address.runIds}
            onRunIdsChange={runIds => (this.address = { ...address, runIds })}
            state={address.state}
            onStateChange={state => (this.address = { ...address, state })}
          />
        );
      case 'registry':
        return (
          <RegistryView
            {...shared}
            state={address.state}
            onStateChange={state => (this.address = { ...address, state })}
          />
        );
    }
  }
}

export namespace ViewWidget {
  export interface IOptions {
    address: ViewAddress;
    client: TrackbookClient;
    navigation: Navigation;
    watchCells?: WatchCells;
    reproducer: Reproducer;
    trans: Translation;
    onTitle(title: string): void;
  }
}
