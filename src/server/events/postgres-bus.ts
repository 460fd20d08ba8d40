import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Change } from '../../api/trackbook.js';
import { clientConfig } from '../store/postgres/open.js';
import type { ChangeBus } from './change-bus.js';
import { MergedChanges } from './merge-changes.js';
import { fromPayload, toPayload, toPayloads } from './notifications.js';

const SEND_EVERY_MS = 100;
const RECONNECT_AFTER_MS = 1000;
/** A server that has nothing to tell says so this often; one that is silent for longer died. */
const HEARTBEAT_MS = 5000;
const SILENCE_MS = 12_000;

/**
 * The bus over PostgreSQL's NOTIFY. What was committed is told a moment later on a connection of
 * its own: a transaction that notifies would make all others wait for its commit.
 */
export class PostgresBus implements ChangeBus {
  readonly #id = randomUUID();
  readonly #url: string;
  readonly #peers = new Map<string, NodeJS.Timeout>();
  readonly #heartbeat: NodeJS.Timeout;
  #onReceive: (changes: readonly Change[]) => void = () => {};
  #onGap: () => void = () => {};
  #client: pg.Client | undefined;
  #channel = '';
  readonly #waiting = new MergedChanges();
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();
  #closed = false;

  /** Settles when it hears what others tell. */
  static async open(url: string): Promise<PostgresBus> {
    const bus = new PostgresBus(url);
    await bus.#connect();
    return bus;
  }

  private constructor(url: string) {
    this.#url = url;
    this.#heartbeat = setInterval(
      () => this.#enqueue([toPayload({ from: this.#id, changes: [] })]),
      HEARTBEAT_MS
    );
  }

  send(changes: readonly Change[]): void {
    this.#waiting.add(changes);
    this.#timer ??= setTimeout(() => this.#flush(), SEND_EVERY_MS);
  }

  onReceive(listener: (changes: readonly Change[]) => void): void {
    this.#onReceive = listener;
  }

  onGap(listener: () => void): void {
    this.#onGap = listener;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#timer);
    this.#peers.forEach(timer => clearTimeout(timer));
    this.#flush();
    const farewell = { from: this.#id, changes: [], leaving: true };
    this.#enqueue([toPayload(farewell)]);
    await this.#sending;
    await this.#client?.end();
  }

  #flush(): void {
    this.#timer = undefined;
    this.#enqueue(toPayloads(this.#id, this.#waiting.take()));
  }

  #enqueue(payloads: readonly string[]): void {
    this.#sending = this.#sending.then(async () => {
      for (const payload of payloads) {
        await this.#notify(payload);
      }
    });
  }

  /** What cannot be told is not kept: the others know of a gap once they hear again. */
  async #notify(payload: string): Promise<void> {
    try {
      await this.#client?.query('SELECT pg_notify($1, $2)', [
        this.#channel,
        payload
      ]);
    } catch {
      // The connection is lost, which its own event deals with.
    }
  }

  async #connect(): Promise<void> {
    const client = new pg.Client(clientConfig(this.#url));
    client.on('error', () => {});
    client.on('notification', ({ payload }) => this.#receive(payload ?? ''));
    await client.connect();
    // Trackbooks in different schemas of one database do not hear each other.
    const { rows } = await client.query('SELECT current_schema() AS name');
    this.#channel = `trackbook_${rows[0].name}`.slice(0, 63);
    await client.query(`LISTEN ${pg.escapeIdentifier(this.#channel)}`);
    client.once('end', () => this.#reconnect());
    this.#client = client;
  }

  async #reconnect(): Promise<void> {
    this.#client = undefined;
    if (this.#closed) {
      return;
    }
    try {
      await this.#connect();
      this.#onGap();
    } catch {
      setTimeout(() => this.#reconnect(), RECONNECT_AFTER_MS);
    }
  }

  #receive(payload: string): void {
    const { from, changes, leaving } = fromPayload(payload);
    if (from === this.#id || this.#closed) {
      return;
    }
    clearTimeout(this.#peers.get(from));
    this.#peers.delete(from);
    if (!leaving) {
      const died = () => {
        this.#peers.delete(from);
        this.#onGap();
      };
      this.#peers.set(from, setTimeout(died, SILENCE_MS));
    }
    if (changes.length > 0) {
      this.#onReceive(changes);
    }
  }
}
