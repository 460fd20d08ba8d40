import type { Held } from '../cell-names.js';
import { argumentsOf } from './arguments.js';
import { BoundScope } from './inner-scopes.js';
import { rootsOf } from './roots.js';
import { children, isExpression, type SyntaxNode } from './syntax.js';
import { bindTarget } from './targets.js';
import type { Visitor, Walk } from './walk.js';

/** `element for target in iterable if test …`, in any brackets. */
export const visitComprehension: Visitor = (walk, node) => {
  const parts = children(node);
  const start = parts.findIndex(({ name }) => name === 'for');
  const clauses = clausesOf(parts.slice(start));
  const element = parts.slice(0, start);
  // The first iterable is evaluated around the comprehension, which does not see the names of a class.
  const first = clauses[0];
  first?.value.forEach(each => walk.visit(each));
  const scope = new BoundScope(walk.scope.outer);
  for (const clause of clauses) {
    const held = heldByTargets(walk, clause.targets, clause.value);
    clause.targets.forEach((target, i) =>
      walk.within(scope, () =>
        bindTarget(walk, target, held[i], (_, name) => scope.own(name))
      )
    );
  }
  walk.within(scope, () =>
    walk.states.join(
      [
        walk.states.branch(() => {
          clauses
            .filter(clause => clause !== first)
            .forEach(clause => clause.value.forEach(each => walk.visit(each)));
          element.filter(isPart).forEach(each => walk.visit(each));
        })
      ],
      true
    )
  );
};

/** Items of what a loop goes through are parts of it. */
export const heldByItems = (walk: Walk, nodes: readonly SyntaxNode[]): Held[] =>
  nodes
    .flatMap(node => rootsOf(walk, node))
    .map(name => ({ name, as: 'part' as const }));

/** What each target of a loop holds: `zip` gives each its own. */
export const heldByTargets = (
  walk: Walk,
  targets: readonly SyntaxNode[],
  iterable: readonly SyntaxNode[]
): Held[][] => {
  const [call] = iterable;
  const zipped =
    call?.name === 'CallExpression' && walk.text(call.firstChild!) === 'zip'
      ? argumentsOf(walk, call).map(({ value }) => value)
      : [];
  const all = heldByItems(walk, iterable);
  return targets.map((_, i) =>
    zipped.length === targets.length ? heldByItems(walk, [zipped[i]]) : all
  );
};

interface Clause {
  targets: SyntaxNode[];
  /** The iterable, or the test of an `if`. */
  value: SyntaxNode[];
}

const clausesOf = (parts: readonly SyntaxNode[]): Clause[] => {
  const clauses: Clause[] = [];
  let inTargets = false;
  for (const part of parts) {
    if (part.name === 'for' || part.name === 'if') {
      clauses.push({ targets: [], value: [] });
      inTargets = part.name === 'for';
    } else if (part.name === 'in') {
      inTargets = false;
    } else if (isPart(part)) {
      const clause = clauses.at(-1)!;
      (inTargets ? clause.targets : clause.value).push(part);
    }
  }
  return clauses;
};

const isPart = (node: SyntaxNode) =>
  isExpression(node) && node.name !== 'async';

export const comprehensions: Readonly<Record<string, Visitor>> = {
  ComprehensionExpression: visitComprehension,
  ArrayComprehensionExpression: visitComprehension,
  DictionaryComprehensionExpression: visitComprehension,
  SetComprehensionExpression: visitComprehension
};
