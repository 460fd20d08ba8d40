import {
  children,
  identifier,
  isExpression,
  split,
  type SyntaxNode
} from './syntax.js';
import type { Walk } from './walk.js';

export interface Argument {
  keyword?: string;
  value: SyntaxNode;
}

/** The arguments of a call or of a class; none for a generator, which stands there alone. */
export const argumentsOf = (walk: Walk, node: SyntaxNode): Argument[] => {
  const list = node.getChild('ArgList');
  if (!list || list.getChild('for')) {
    return [];
  }
  return split(children(list), ',').flatMap(part => {
    const sign = part.findIndex(({ name }) => name === 'AssignOp');
    const value = part.slice(sign + 1).findLast(isExpression);
    if (!value) {
      return [];
    }
    const keyword =
      sign > 0 && walk.text(part[sign]) === '='
        ? identifier(walk.text(part[sign - 1]))
        : undefined;
    return [{ keyword, value }];
  });
};
