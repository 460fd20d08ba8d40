import type { Held, LateNames } from '../cell-names.js';
import { Holdings } from './holdings.js';
import { addSure, type Scope } from './scope.js';

/** The body of a function or lambda: a name that it binds anywhere is its own everywhere. */
export class FunctionScope implements Scope {
  readonly runsNow = false;
  readonly #parent: Scope;
  readonly #late: LateNames;
  readonly #own = new Set<string>();
  readonly #globals = new Set<string>();
  readonly #nonlocals = new Set<string>();
  readonly #reads = new Set<string>();
  readonly #changes = new Map<string, boolean>();
  readonly #holdings = new Holdings();

  /** `late` gets what a call does with names of the cell. */
  constructor(parent: Scope, late: LateNames) {
    this.#parent = parent.outer;
    this.#late = late;
  }

  get outer(): Scope {
    return this;
  }

  read(name: string): void {
    this.#reads.add(name);
  }

  bind(name: string): void {
    if (this.#globals.has(name)) {
      this.#late.binds.add(name);
    } else if (!this.#nonlocals.has(name)) {
      this.#own.add(name);
    }
  }

  rebind(name: string): void {
    this.bind(name);
  }

  unbind(name: string): void {
    this.bind(name);
  }

  change(name: string, sure: boolean): void {
    addSure(this.#changes, name, sure);
  }

  hold(name: string, held: readonly Held[]): void {
    this.#holdings.add(name, held);
  }

  readLate(name: string): void {
    this.#reads.add(name);
  }

  changeLate(name: string, sure: boolean): void {
    this.change(name, sure);
  }

  declare(kind: 'global' | 'nonlocal', name: string): void {
    (kind === 'global' ? this.#globals : this.#nonlocals).add(name);
  }

  /** The body has ended: what is not its own is looked up further out. */
  close(): void {
    for (const name of this.#reads) {
      if (this.#globals.has(name)) {
        // Past the functions around it, which may have the name for themselves.
        this.#late.reads.add(name);
      } else if (!this.#own.has(name)) {
        this.#parent.readLate(name, this.#late);
      }
    }
    this.#changes.forEach((sure, name) => {
      for (const each of this.#holdings.within(name)) {
        const certain = sure && each === name;
        if (this.#globals.has(each)) {
          addSure(this.#late.changes, each, certain);
        } else if (!this.#own.has(each)) {
          this.#parent.changeLate(each, certain, this.#late);
        }
      }
    });
  }
}
