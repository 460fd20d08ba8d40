import type { CellAnalysis, Held, LateNames } from '../cell-names.js';
import { isBuiltin } from './builtins.js';
import { isConstructor } from './known-calls.js';
import { Holdings } from './holdings.js';
import { BOUND, GONE, NameStates, OUTSIDE } from './name-states.js';
import { addLateNames, addSure, noLateNames, type Scope } from './scope.js';

/** The names of the kernel, as one cell finds and leaves them. */
export class CellScope implements Scope {
  readonly runsNow = true;
  readonly states = new NameStates();
  readonly #uses = new Map<string, boolean>();
  readonly #changes = new Map<string, boolean>();
  readonly #imports = new Set<string>();
  readonly #functions = new Map<string, LateNames>();
  readonly #fixed = new Set<string>();
  readonly #referenced = new Set<string>();
  readonly #holdings = new Holdings();

  get outer(): Scope {
    return this;
  }

  read(name: string, sure: boolean): void {
    this.#use(name, sure);
    // What it stands for may be called here, and may call other functions of the cell.
    const names = new Set([name]);
    for (const each of names) {
      this.#referenced.add(each);
      if (this.states.get(each) & BOUND) {
        this.#functions.get(each)?.reads.forEach(read => {
          this.#use(read, false);
          names.add(read);
        });
      }
    }
  }

  bind(name: string): void {
    if (this.states.isStraight) {
      this.#holdings.replace(name, []);
    }
    this.states.set(name, BOUND);
    this.#fixed.delete(name);
  }

  rebind(name: string): void {
    this.states.set(name, BOUND);
  }

  unbind(name: string): void {
    this.states.set(name, GONE);
  }

  change(name: string, sure: boolean): void {
    for (const each of this.#holdings.within(name)) {
      const state = this.states.get(each);
      if (state & OUTSIDE && (sure || !isConstructor(each))) {
        addSure(
          this.#changes,
          each,
          sure && each === name && state === OUTSIDE
        );
      }
    }
  }

  hold(name: string, held: readonly Held[]): void {
    this.#holdings.add(
      name,
      held.filter(each => each.name !== name)
    );
  }

  readLate(name: string, late: LateNames): void {
    late.reads.add(name);
  }

  changeLate(name: string, sure: boolean, late: LateNames): void {
    addSure(late.changes, name, sure);
  }

  declare(): void {
    // The names of a cell are global anyway.
  }

  /** A function, class or import was bound to the name. */
  fix(name: string): void {
    this.#fixed.add(name);
  }

  /** What a call of the function that the name stands for does. */
  setFunction(name: string, late: LateNames): void {
    const known = this.#functions.get(name) ?? noLateNames();
    addLateNames(known, late);
    this.#functions.set(name, known);
    late.binds.forEach(each => this.states.allow(each, BOUND));
  }

  import(name: string): void {
    this.#imports.add(name);
    this.#fixed.add(name);
  }

  finish({ local }: { local: boolean }): CellAnalysis {
    this.#functions.forEach((late, name) => {
      late.reads.forEach(each => this.#use(each, false));
      if (this.#referenced.has(name)) {
        late.changes.forEach((_, each) => this.change(each, false));
      }
    });
    const states = local ? [] : this.states.entries();
    const having = (bit: number) =>
      states.filter(([, state]) => state & bit).map(([name]) => name);
    const used = [...this.#uses.keys()];
    const defines = having(BOUND).sort();
    return {
      defines,
      uses: used.filter(name => !isBuiltin(name)).sort(),
      mutates: [...this.#changes.keys()]
        .filter(name => !isBuiltin(name))
        .sort(),
      deletes: having(GONE).sort(),
      imports: local ? [] : [...this.#imports].sort(),
      builtins: used.filter(isBuiltin).sort(),
      overwrites: new Set(
        states.filter(([, state]) => !(state & OUTSIDE)).map(([name]) => name)
      ),
      needs: sureOnes(this.#uses),
      surelyMutates: sureOnes(this.#changes),
      fixed: this.#fixed,
      functions: this.#functions,
      holds: new Map(
        defines
          .map(name => [name, this.#heldOutside(name)] as const)
          .filter(([, held]) => held.length > 0)
      )
    };
  }

  #use(name: string, sure: boolean): void {
    const state = this.states.get(name);
    if (state & OUTSIDE) {
      addSure(this.#uses, name, sure && state === OUTSIDE);
    }
  }

  /** What it holds beyond this cell, and of its own cell by name. */
  #heldOutside(name: string): Held[] {
    const direct = this.#holdings.of(name);
    const named = new Set([name, ...direct.map(held => held.name)]);
    return [
      ...direct,
      ...[...this.#holdings.within(name)]
        .filter(each => !named.has(each))
        .map(each => ({ name: each, as: 'part' as const }))
    ];
  }
}

const sureOnes = (map: ReadonlyMap<string, boolean>): Set<string> =>
  new Set([...map].filter(([, sure]) => sure).map(([name]) => name));
