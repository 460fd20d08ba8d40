import { parser } from '@lezer/python';
import type { LateNames } from '../cell-names.js';
import type { Escape } from '../python/escape.js';
import { prepare, type Prepared } from '../python/prepare.js';
import type { CellScope } from './cell-scope.js';
import { comprehensions } from './comprehensions.js';
import { definitions } from './definitions.js';
import { expressions } from './expressions.js';
import type { NameStates } from './name-states.js';
import { FunctionScope } from './function-scope.js';
import { noLateNames, type Scope } from './scope.js';
import { branches } from './branches.js';
import { statements } from './statements.js';
import { identifier, type SyntaxNode } from './syntax.js';

export type Visitor = (walk: Walk, node: SyntaxNode) => void;

const visitors: Readonly<Record<string, Visitor>> = {
  ...statements,
  ...branches,
  ...definitions,
  ...expressions,
  ...comprehensions
};

/** Deeper than anybody writes, and far from the end of the stack. */
const MAX_LEVEL = 300;
/** Magics that run a line with a magic in it that runs a line. */
const MAX_EMBEDDING = 3;

/** A walk over the syntax of a cell, which tells the scopes what happens in its order. */
export class Walk {
  readonly cell: CellScope;
  scope: Scope;
  /** Gets what functions made here need when called. */
  late?: LateNames;
  #prepared: Prepared;
  #level = 0;
  #doubt = 0;
  #embedding = 0;

  constructor(cell: CellScope, prepared: Prepared) {
    this.cell = cell;
    this.scope = cell;
    this.#prepared = prepared;
  }

  get states(): NameStates {
    return this.cell.states;
  }

  get prepared(): Prepared {
    return this.#prepared;
  }

  /** Whether what is visited happens in each run of the cell that gets this far. */
  get sure(): boolean {
    return (
      this.scope.runsNow && this.#doubt === 0 && this.cell.states.isStraight
    );
  }

  text({ from, to }: { from: number; to: number }): string {
    return this.#prepared.text.slice(from, to);
  }

  visit(node: SyntaxNode): void {
    if (this.#level > MAX_LEVEL) {
      this.#visitFlat(node);
      return;
    }
    this.#level += 1;
    const visitor = Object.hasOwn(visitors, node.name)
      ? visitors[node.name]
      : undefined;
    if (visitor) {
      visitor(this, node);
    } else {
      this.visitChildren(node);
    }
    this.#level -= 1;
  }

  visitChildren(node: SyntaxNode): void {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      this.visit(child);
    }
  }

  read(name: string): void {
    this.scope.read(name, this.sure);
  }

  /** What `run` visits may not happen, or not now. */
  doubting(run: () => void): void {
    this.#doubt += 1;
    run();
    this.#doubt -= 1;
  }

  within(scope: Scope, run: () => void): void {
    const before = this.scope;
    this.scope = scope;
    run();
    this.scope = before;
  }

  collecting(late: LateNames | undefined, run: () => void): void {
    const before = this.late;
    this.late = late;
    run();
    this.late = before;
  }

  /** What IPython does in place of Python. */
  escape(escape: Escape): void {
    this.doubting(() => {
      escape.reads?.forEach(name => this.read(name));
      // Formats may follow, as in an f-string.
      escape.expressions?.forEach(text => this.visitText(`f'''{${text}}'''`));
    });
    if (escape.code) {
      this.#run(escape.code);
    }
    escape.binds?.forEach(name => this.scope.bind(name));
    escape.unbinds?.forEach(name => {
      this.read(name);
      this.scope.unbind(name);
    });
    escape.stars?.forEach(module => this.cell.import(`*${module}`));
  }

  /** Visits Python that stands within something else. */
  visitText(text: string, visit = (root: SyntaxNode) => this.visit(root)) {
    if (this.#embedding >= MAX_EMBEDDING) {
      return;
    }
    const before = this.#prepared;
    this.#embedding += 1;
    this.#prepared = prepare(text);
    visit(parser.parse(this.#prepared.text).topNode);
    this.#prepared = before;
    this.#embedding -= 1;
  }

  #run({ text, local }: { text: string; local: boolean }): void {
    if (!local) {
      this.visitText(text);
      return;
    }
    const late = noLateNames();
    const scope = new FunctionScope(this.scope, late);
    this.within(scope, () => this.visitText(text));
    scope.close();
    this.runLate(late);
  }

  /** A function that something may call at once. */
  runLate(late: LateNames): void {
    late.reads.forEach(name => this.scope.read(name, false));
    late.changes.forEach((sure, name) =>
      this.scope.change(name, sure && this.sure)
    );
  }

  #visitFlat(node: SyntaxNode): void {
    node.cursor().iterate(({ name, from, to }) => {
      if (name === 'VariableName') {
        this.scope.read(identifier(this.text({ from, to })), false);
      }
    });
  }
}
