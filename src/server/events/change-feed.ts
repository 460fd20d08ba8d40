import { randomUUID } from 'node:crypto';
import type { Change } from '../../api/trackbook.js';
import { mergeChanges } from './merge-changes.js';

export interface ChangeEvent {
  id: string;
  change: Change;
}

const COALESCE_MS = 200;
const REMEMBERED_EVENTS = 2000;

/** Tells listeners what has changed, not more often than they can use. */
export class ChangeFeed {
  readonly serverId = randomUUID();

  readonly #listeners = new Set<(events: readonly ChangeEvent[]) => void>();
  #recent: ChangeEvent[] = [];
  #waiting: Change[] = [];
  #timer: NodeJS.Timeout | undefined;
  #last = 0;

  add(changes: readonly Change[]): void {
    if (changes.length === 0) {
      return;
    }
    this.#waiting = mergeChanges([...this.#waiting, ...changes]);
    this.#timer ??= setTimeout(() => this.#publish(), COALESCE_MS);
  }

  subscribe(listener: (events: readonly ChangeEvent[]) => void): () => void {
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
    const events = this.#waiting.map(change => ({
      id: `${this.serverId}/${++this.#last}`,
      change
    }));
    this.#waiting = [];
    this.#recent = [...this.#recent, ...events].slice(-REMEMBERED_EVENTS);
    this.#listeners.forEach(listener => listener(events));
  }
}
