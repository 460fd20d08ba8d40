import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import { type IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import { type ISignal, Signal } from '@lumino/signaling';
import { TrackbookClient } from '../../client/trackbook-client.js';
import { type IConnection } from '../tokens.js';
import {
  type ConnectionState,
  judge,
  parseServerStatus,
  type Probe,
  readProbe,
  type ServerStatus
} from './connection-state.js';

const STARTING_INTERVAL = 500;
const BROKEN_INTERVAL = 5_000;
const HEALTHY_INTERVAL = 60_000;

/** The way through Jupyter's server to the tracking server, and how it does. */
export class Connection implements IConnection, IDisposable {
  readonly client: TrackbookClient;
  private readonly _settings: ServerConnection.ISettings;
  private readonly _poll: Poll;
  private readonly _unsubscribe: () => void;
  private readonly _changed = new Signal<this, ConnectionState>(this);
  private _state: ConnectionState = { kind: 'checking' };
  private _hookLoader = '%load_ext trackbook.kernel';

  constructor(options: Connection.IOptions) {
    const settings = (this._settings = options.serverSettings);
    this.client = new TrackbookClient({
      fetch: (url, init = {}) =>
        ServerConnection.makeRequest(url, init, settings),
      baseUrl: URLExt.join(settings.baseUrl, 'trackbook')
    });
    this._poll = new Poll({
      name: 'trackbook:connection',
      factory: () => this._check(),
      frequency: { interval: HEALTHY_INTERVAL, backoff: false },
      standby: 'when-hidden'
    });
    this._unsubscribe = this.client.events({
      onState: () => void this.refresh()
    });
  }

  get state(): ConnectionState {
    return this._state;
  }

  get changed(): ISignal<this, ConnectionState> {
    return this._changed;
  }

  get hookLoader(): string {
    return this._hookLoader;
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._unsubscribe();
      this._poll.dispose();
      Signal.clearData(this);
    }
  }

  /** Look again now. */
  async refresh(): Promise<void> {
    await this._poll.refresh();
    await this._poll.tick;
  }

  private async _check(): Promise<void> {
    const state = await this._look();
    const interval = intervalFor(state);
    this._poll.frequency = { interval, max: interval, backoff: false };
    if (JSON.stringify(state) !== JSON.stringify(this._state)) {
      this._state = state;
      this._changed.emit(state);
    }
  }

  private async _look(): Promise<ConnectionState> {
    try {
      const response = await this._get('trackbook-status');
      if (!response.ok) {
        return { kind: 'no-extension' };
      }
      const status = parseServerStatus(await response.json());
      this._hookLoader = status.load_hook ?? this._hookLoader;
      return judge(status, await this._probe(status));
    } catch (error) {
      if (error instanceof ServerConnection.NetworkError) {
        return { kind: 'jupyter-offline' };
      }
      throw error;
    }
  }

  private async _probe({ state }: ServerStatus): Promise<Probe> {
    if (state === 'starting' || state === 'failed') {
      return { kind: 'answered' };
    }
    const response = await this._get(
      'trackbook/ajax-api/2.0/mlflow/experiments/search?max_results=1'
    );
    return readProbe(response.status, await response.text());
  }

  private _get(path: string): Promise<Response> {
    return ServerConnection.makeRequest(
      URLExt.join(this._settings.baseUrl, path),
      {},
      this._settings
    );
  }
}

function intervalFor({ kind }: ConnectionState): number {
  switch (kind) {
    case 'connected':
      return HEALTHY_INTERVAL;
    case 'starting':
      return STARTING_INTERVAL;
    default:
      return BROKEN_INTERVAL;
  }
}

export namespace Connection {
  export interface IOptions {
    serverSettings: ServerConnection.ISettings;
  }
}
