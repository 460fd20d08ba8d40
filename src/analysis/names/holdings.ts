import type { Held } from '../cell-names.js';

/** Longer chains of one name for another are nobody's. */
const MAX_WITHIN = 50;

/** Which names of a scope hold on to which objects. */
export class Holdings {
  readonly #held = new Map<string, readonly Held[]>();

  replace(name: string, held: readonly Held[]): void {
    if (held.length > 0) {
      this.#held.set(name, held);
    } else {
      this.#held.delete(name);
    }
  }

  add(name: string, held: readonly Held[]): void {
    if (held.length > 0) {
      this.#held.set(name, [...this.of(name), ...held]);
    }
  }

  of(name: string): readonly Held[] {
    return this.#held.get(name) ?? [];
  }

  /** The name and all that changes with it, held directly or not. */
  within(name: string): Set<string> {
    const found = new Set([name]);
    for (const each of found) {
      if (found.size > MAX_WITHIN) {
        break;
      }
      this.of(each)
        .filter(held => held.as !== 'maker')
        .forEach(held => found.add(held.name));
    }
    return found;
  }
}
