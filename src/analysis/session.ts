import type { CellAnalysis } from './cell-names.js';
import { isBuiltin } from './names/builtins.js';

/** One execution as a slice sees it. */
export interface AnalyzedExecution {
  analysis: CellAnalysis;
  /** How it ended: only what ran to its end has surely done all that its source says. */
  status: 'whole' | 'partial' | 'not run';
}

/** What an execution did to a name, above what was done to it before. */
export interface Version {
  execution: number;
  does: 'defines' | 'may define' | 'changes' | 'may change';
  /** What it adds to; none where it makes all before it irrelevant. */
  before?: Version;
}

/** A star import or script, above those before it: it may define anything. */
export interface Star {
  execution: number;
  before?: Star;
}

/** A name that an execution needs, as it found it. */
export interface Link {
  name: string;
  version?: Version;
  star?: Star;
  /** The execution that last defined or deleted it for certain: older stars do not matter. */
  since: number;
}

interface NameState {
  version?: Version;
  /** The executions of which one has made its value. */
  definers: number[];
  since: number;
}

const UNKNOWN: NameState = { definers: [], since: -1 };

/** For each execution in order, the names that it needs with what was done to them until then. */
export const linkSession = (
  executions: readonly AnalyzedExecution[]
): Link[][] => {
  const kernel = new Kernel(executions);
  return executions.map((_, i) => kernel.run(i));
};

/** The names of a kernel while the executions of its session go by. */
class Kernel {
  readonly #executions: readonly AnalyzedExecution[];
  readonly #names = new Map<string, NameState>();
  /** Which names hold the very object that another stands for. */
  readonly #holders = new Map<string, Set<string>>();
  #star?: Star;

  constructor(executions: readonly AnalyzedExecution[]) {
    this.#executions = executions;
  }

  run(execution: number): Link[] {
    const { analysis, status } = this.#executions[execution];
    if (status === 'not run') {
      return [];
    }
    const { needed, changes, binds } = this.#calls(analysis);
    const links = [...needed].map(name => this.#link(name));
    const whole = status === 'whole';
    analysis.mutates.forEach(name => {
      changes.set(name, whole && analysis.surelyMutates.has(name));
    });
    changes.forEach((sure, name) => this.#change(execution, name, sure));
    binds.forEach(name => this.#define(execution, name, false));
    analysis.defines.forEach(name =>
      this.#define(execution, name, whole && analysis.overwrites.has(name))
    );
    analysis.deletes
      .filter(name => whole && analysis.overwrites.has(name))
      .filter(name => !analysis.defines.includes(name))
      .forEach(name =>
        this.#names.set(name, { definers: [], since: execution })
      );
    if (analysis.imports.some(name => name.startsWith('*'))) {
      this.#star = { execution, before: this.#star };
    }
    return links;
  }

  #of(name: string): NameState {
    return this.#names.get(name) ?? UNKNOWN;
  }

  #link(name: string): Link {
    const { version, since } = this.#of(name);
    const star =
      this.#star && this.#star.execution > since ? this.#star : undefined;
    return { name, version, star, since };
  }

  /** What the execution needs and does itself, and by the functions that it may call. */
  #calls({ uses, builtins }: CellAnalysis) {
    const needed = new Set([...uses, ...builtins]);
    const changes = new Map<string, boolean>();
    const binds = new Set<string>();
    const reached = new Set(needed);
    for (const name of reached) {
      for (const definer of this.#of(name).definers) {
        const { functions, holds } = this.#executions[definer].analysis;
        holds.get(name)?.forEach(held => reached.add(held.name));
        const late = functions.get(name);
        late?.reads.forEach(read => {
          needed.add(read);
          reached.add(read);
        });
        late?.changes.forEach((_, changed) => {
          needed.add(changed);
          changes.set(changed, false);
        });
        late?.binds.forEach(bound => binds.add(bound));
      }
    }
    for (const name of needed) {
      if (isBuiltin(name) && !this.#names.has(name)) {
        needed.delete(name);
      }
    }
    return { needed, changes, binds };
  }

  #change(execution: number, name: string, sure: boolean): void {
    if (!sure && this.#isFixed(name)) {
      return;
    }
    for (const each of this.#alike(name)) {
      const state = this.#of(each);
      const does = sure && each === name ? 'changes' : 'may change';
      this.#names.set(each, {
        ...state,
        version: { execution, does, before: state.version }
      });
    }
  }

  #isFixed(name: string): boolean {
    const { definers } = this.#of(name);
    return (
      definers.length > 0 &&
      definers.every(definer =>
        this.#executions[definer].analysis.fixed.has(name)
      )
    );
  }

  /** The name, and the others that may show a change of its object. */
  #alike(name: string): Set<string> {
    const found = new Set([name]);
    for (const each of found) {
      this.#holders.get(each)?.forEach(holder => found.add(holder));
      for (const definer of this.#of(each).definers) {
        this.#executions[definer].analysis.holds
          .get(each)
          ?.filter(held => held.as !== 'maker' && !this.#isFixed(held.name))
          .forEach(held => found.add(held.name));
      }
    }
    return found;
  }

  #define(execution: number, name: string, sure: boolean): void {
    const state = this.#of(name);
    if (sure) {
      this.#holders.forEach(holders => holders.delete(name));
      this.#holders.delete(name);
    }
    this.#names.set(name, {
      version: {
        execution,
        does: sure ? 'defines' : 'may define',
        before: sure ? undefined : state.version
      },
      definers: sure ? [execution] : [...state.definers, execution],
      since: sure ? execution : state.since
    });
    this.#executions[execution].analysis.holds
      .get(name)
      ?.filter(held => held.as === 'whole')
      .forEach(held => {
        const holders = this.#holders.get(held.name) ?? new Set();
        this.#holders.set(held.name, holders.add(name));
      });
  }
}
