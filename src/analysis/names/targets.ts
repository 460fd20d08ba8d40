import type { Held } from '../cell-names.js';
import { changePlace } from './calls.js';
import { children, elements, identifier, type SyntaxNode } from './syntax.js';
import type { Walk } from './walk.js';

/** What an assignment does with each name that it gives a value to. */
export type Bind = (walk: Walk, name: string) => void;

export const bindInScope: Bind = (walk, name) => walk.scope.bind(name);

/** Gives a value to a target: a name, several, or a place within an object. */
export const bindTarget = (
  walk: Walk,
  node: SyntaxNode,
  held: readonly Held[] = [],
  bind: Bind = bindInScope
): void => {
  switch (node.name) {
    case 'VariableName': {
      const name = identifier(walk.text(node));
      bind(walk, name);
      walk.scope.hold(name, held);
      break;
    }
    case 'MemberExpression':
      walk.visitChildren(node);
      changePlace(walk, node);
      break;
    case 'TupleExpression':
    case 'ArrayExpression':
    case 'ParenthesizedExpression':
      bindTargets(walk, elements(node), held, bind);
      break;
    default:
      // No target, as broken code has it.
      if (children(node).length > 0) {
        walk.visit(node);
      }
  }
};

export const bindTargets = (
  walk: Walk,
  nodes: readonly SyntaxNode[],
  held: readonly Held[] = [],
  bind: Bind = bindInScope
): void => nodes.forEach(node => bindTarget(walk, node, held, bind));
