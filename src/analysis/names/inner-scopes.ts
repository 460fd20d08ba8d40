import type { Held, LateNames } from '../cell-names.js';
import { Holdings } from './holdings.js';
import type { Scope } from './scope.js';

/** Names that hold only within a comprehension or between the type parameters and the end of a definition. */
export class BoundScope implements Scope {
  readonly #parent: Scope;
  readonly #own = new Set<string>();
  readonly #holdings = new Holdings();

  constructor(parent: Scope) {
    this.#parent = parent;
  }

  get runsNow(): boolean {
    return this.#parent.runsNow;
  }

  get outer(): Scope {
    return this;
  }

  /** Binds a name of its own. */
  own(name: string): void {
    this.#own.add(name);
  }

  read(name: string, sure: boolean): void {
    if (!this.#own.has(name)) {
      this.#parent.read(name, sure);
    }
  }

  /** A walrus binds outside. */
  bind(name: string): void {
    this.#parent.bind(name);
  }

  rebind(name: string): void {
    this.bind(name);
  }

  unbind(name: string): void {
    this.#parent.unbind(name);
  }

  change(name: string, sure: boolean): void {
    for (const each of this.#holdings.within(name)) {
      if (!this.#own.has(each)) {
        this.#parent.change(each, sure && each === name);
      }
    }
  }

  hold(name: string, held: readonly Held[]): void {
    if (this.#own.has(name)) {
      this.#holdings.add(name, held);
    } else {
      this.#parent.hold(name, held);
    }
  }

  readLate(name: string, late: LateNames): void {
    if (!this.#own.has(name)) {
      this.#parent.readLate(name, late);
    }
  }

  changeLate(name: string, sure: boolean, late: LateNames): void {
    for (const each of this.#holdings.within(name)) {
      if (!this.#own.has(each)) {
        this.#parent.changeLate(each, sure && each === name, late);
      }
    }
  }

  declare(kind: 'global' | 'nonlocal', name: string): void {
    this.#parent.declare(kind, name);
  }
}

/** The body of a class runs at once; its names are its own, and its methods do not see them. */
export class ClassScope implements Scope {
  readonly #parent: Scope;
  readonly #own = new Set<string>();
  readonly #declared = new Set<string>();

  constructor(parent: Scope) {
    this.#parent = parent;
  }

  get runsNow(): boolean {
    return this.#parent.runsNow;
  }

  get outer(): Scope {
    return this.#parent.outer;
  }

  /** What the body has not bound so far is found outside. */
  read(name: string, sure: boolean): void {
    if (!this.#own.has(name)) {
      this.#parent.read(name, sure);
    }
  }

  bind(name: string): void {
    if (this.#declared.has(name)) {
      this.#parent.bind(name);
    } else {
      this.#own.add(name);
    }
  }

  rebind(name: string): void {
    this.bind(name);
  }

  unbind(name: string): void {
    if (this.#declared.has(name)) {
      this.#parent.unbind(name);
    } else {
      this.#own.delete(name);
    }
  }

  change(name: string, sure: boolean): void {
    if (!this.#own.has(name)) {
      this.#parent.change(name, sure);
    }
  }

  hold(name: string, held: readonly Held[]): void {
    if (this.#declared.has(name)) {
      this.#parent.hold(name, held);
    }
  }

  readLate(name: string, late: LateNames): void {
    this.#parent.readLate(name, late);
  }

  changeLate(name: string, sure: boolean, late: LateNames): void {
    this.#parent.changeLate(name, sure, late);
  }

  declare(_kind: 'global' | 'nonlocal', name: string): void {
    this.#declared.add(name);
  }
}
