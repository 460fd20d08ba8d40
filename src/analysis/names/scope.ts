import type { Held, LateNames } from '../cell-names.js';

/** Where names are looked up and bound. */
export interface Scope {
  /** Whether its statements run with the cell, and not when something is called later. */
  readonly runsNow: boolean;
  read(name: string, sure: boolean): void;
  bind(name: string): void;
  /** As `bind`, of a name that goes on holding what it holds. */
  rebind(name: string): void;
  unbind(name: string): void;
  /** The object that the name stands for may change. */
  change(name: string, sure: boolean): void;
  hold(name: string, held: readonly Held[]): void;
  /** A read or change within a function, which happens when it is called. */
  readLate(name: string, late: LateNames): void;
  changeLate(name: string, sure: boolean, late: LateNames): void;
  /** `global` and `nonlocal`. */
  declare(kind: 'global' | 'nonlocal', name: string): void;
  /** The scope in which functions and comprehensions look on: names of a class body are not seen there. */
  readonly outer: Scope;
}

export const noLateNames = (): LateNames => ({
  reads: new Set(),
  changes: new Map(),
  binds: new Set()
});

export const addLateNames = (to: LateNames, from: LateNames): void => {
  from.reads.forEach(name => to.reads.add(name));
  from.changes.forEach((sure, name) => addSure(to.changes, name, sure));
  from.binds.forEach(name => to.binds.add(name));
};

/** Certain once is certain. */
export const addSure = (
  map: Map<string, boolean>,
  name: string,
  sure: boolean
): void => {
  map.set(name, sure || (map.get(name) ?? false));
};
