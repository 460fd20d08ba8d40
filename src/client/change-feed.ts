import type { Change } from '../api/trackbook.js';
import { isAbort, type Transport } from './transport.js';
import {
  readServerSentEvents,
  type ServerSentEvent
} from './server-sent-events.js';

export type { Change };

/**
 * How news arrives: `live` by a stream, `polling` from a server without one,
 * `offline` while no server answers.
 */
export type FeedState = 'connecting' | 'live' | 'polling' | 'offline';

export type FeedListener = {
  onChange?(change: Change): void;
  /** Anything may have changed: read again what is shown. */
  onResync?(): void;
  onState?(state: FeedState): void;
};

type ChangeFeedOptions = {
  transport: Transport;
  /** Asked whenever a connection is made or was lost. */
  hasEvents(): Promise<boolean>;
  retryDelay?: number;
  pollInterval?: number;
};

const MAX_RETRY_DELAY = 15_000;

/** One event stream for all listeners of a client; open while anybody listens. */
export class ChangeFeed {
  private readonly _options: Required<ChangeFeedOptions>;
  private readonly _listeners = new Set<FeedListener>();
  private _abort: AbortController | null = null;
  private _lastEventId: string | undefined;
  private _state: FeedState = 'connecting';

  constructor(options: ChangeFeedOptions) {
    this._options = { retryDelay: 500, pollInterval: 10_000, ...options };
  }

  get state(): FeedState {
    return this._state;
  }

  /** Listen until the returned function is called. */
  subscribe(listener: FeedListener): () => void {
    this._listeners.add(listener);
    listener.onState?.(this._state);
    if (!this._abort) {
      this._abort = new AbortController();
      void this._run(this._abort.signal);
    }
    return () => {
      this._listeners.delete(listener);
      if (this._listeners.size === 0) {
        this._abort?.abort();
        this._abort = null;
      }
    };
  }

  private async _run(signal: AbortSignal): Promise<void> {
    let delay = this._options.retryDelay;
    while (!signal.aborted) {
      try {
        if (await this._options.hasEvents()) {
          await this._stream(signal);
        } else {
          await this._poll(signal);
        }
        delay = this._options.retryDelay;
      } catch (error) {
        if (isAbort(error)) {
          return;
        }
        this._setState('offline');
        delay = Math.min(delay * 2, MAX_RETRY_DELAY);
      }
      await wait(delay, signal);
    }
  }

  private async _stream(signal: AbortSignal): Promise<void> {
    const response = await this._options.transport.send(
      'GET',
      'ajax-api/2.0/trackbook/events',
      { signal },
      {
        Accept: 'text/event-stream',
        ...(this._lastEventId && { 'Last-Event-ID': this._lastEventId })
      }
    );
    const isReturn = this._state === 'offline';
    this._setState('live');
    if (isReturn && !this._lastEventId) {
      this._each(listener => listener.onResync?.());
    }
    for await (const event of readServerSentEvents(response.body!)) {
      this._receive(event);
    }
  }

  private _receive(event: ServerSentEvent): void {
    if (event.id) {
      this._lastEventId = event.id;
    }
    if (event.event === 'resync') {
      this._each(listener => listener.onResync?.());
    } else if (event.event === 'change') {
      const change = JSON.parse(event.data) as Change;
      this._each(listener => listener.onChange?.(change));
    }
  }

  private async _poll(signal: AbortSignal): Promise<void> {
    this._setState('polling');
    await wait(this._options.pollInterval, signal);
    if (!signal.aborted && globalThis.document?.visibilityState !== 'hidden') {
      this._each(listener => listener.onResync?.());
    }
  }

  private _setState(state: FeedState): void {
    if (state !== this._state) {
      this._state = state;
      this._each(listener => listener.onState?.(state));
    }
  }

  private _each(notify: (listener: FeedListener) => void): void {
    this._listeners.forEach(notify);
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
