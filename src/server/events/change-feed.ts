import { randomUUID } from 'node:crypto';
import type { Change } from '../../api/trackbook.js';
import type { ChangeBus } from './change-bus.js';
import { MergedChanges } from './merge-changes.js';

export interface ChangeEvent {
  id: string;
  change: Change;
}

export interface Listener {
  changed: (events: readonly ChangeEvent[]) => void;
  /** Something happened that cannot be told. */
  missed: () => void;
}

const COALESCE_MS = 200;
const REMEMBERED_EVENTS = 2000;

/** Tells listeners what has changed, not more often than they can use. */
export class ChangeFeed {
  readonly serverId = randomUUID();

  readonly #listeners = new Set<Listener>();
  readonly #bus: ChangeBus | undefined;
  #recent: ChangeEvent[] = [];
  readonly #waiting = new MergedChanges();
  #timer: NodeJS.Timeout | undefined;
  #last = 0;

  /** Over a bus, it tells of what happens on other servers too. */
  constructor(bus?: ChangeBus) {
    this.#bus = bus;
    bus?.onReceive(changes => this.#take(changes));
    bus?.onGap(() => this.#forget());
  }

  add(changes: readonly Change[]): void {
    this.#take(changes);
    this.#bus?.send(changes);
  }

  #take(changes: readonly Change[]): void {
    if (changes.length === 0) {
      return;
    }
    this.#waiting.add(changes);
    this.#timer ??= setTimeout(() => this.#publish(), COALESCE_MS);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** How many listen. */
  get listeners(): number {
    return this.#listeners.size;
  }

  /** What happened after an event; undefined if that is no longer known here. */
  since(id: string): readonly ChangeEvent[] | undefined {
    const [serverId, number] = id.split('/');
    const missed = this.#last - Number(number);
    return serverId === this.serverId &&
      missed >= 0 &&
      missed <= this.#recent.length
      ? this.#recent.slice(this.#recent.length - missed)
      : undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #publish(): void {
    this.#timer = undefined;
    const events = this.#waiting.take().map(change => ({
      id: `${this.serverId}/${++this.#last}`,
      change
    }));
    this.#recent = [...this.#recent, ...events].slice(-REMEMBERED_EVENTS);
    this.#listeners.forEach(({ changed }) => changed(events));
  }

  /** What happened is not known any more: everyone asks for everything anew. */
  #forget(): void {
    this.#last++;
    this.#recent = [];
    this.#listeners.forEach(({ missed }) => missed());
  }
}
