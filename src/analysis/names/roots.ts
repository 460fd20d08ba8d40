import type { Held } from '../cell-names.js';
import { argumentsOf } from './arguments.js';
import {
  isFixedAttribute,
  isKnownModule,
  makesHolder,
  passesArguments,
  passesObject
} from './known-calls.js';
import { children, elements, identifier, type SyntaxNode } from './syntax.js';
import type { Walk } from './walk.js';

/** Nested displays and calls deeper than this hold nothing that is looked for. */
const MAX_DEPTH = 20;

/** The names whose objects an expression leads to, so that changing its value may change them. */
export const rootsOf = (
  walk: Walk,
  node: SyntaxNode | null,
  depth = 0
): string[] => {
  const inner = throughMembers(walk, node);
  if (!inner || depth > MAX_DEPTH) {
    return [];
  }
  const all = (nodes: readonly SyntaxNode[]) =>
    nodes.flatMap(each => rootsOf(walk, each, depth + 1));
  switch (inner.name) {
    case 'VariableName':
      return [identifier(walk.text(inner))];
    case 'NamedExpression':
      return all(elements(inner).slice(0, 1));
    case 'ParenthesizedExpression':
    case 'TupleExpression':
    case 'ArrayExpression':
    case 'SetExpression':
    case 'DictionaryExpression':
      return all(elements(inner));
    case 'ConditionalExpression': {
      const [first, , last] = elements(inner).filter(
        ({ name }) => name !== 'if' && name !== 'else'
      );
      return all([first, last].filter(each => each !== undefined));
    }
    case 'BinaryExpression':
      return inner.getChild('or') || inner.getChild('and')
        ? all([inner.firstChild!, inner.lastChild!])
        : [];
    case 'CallExpression':
      return passed(walk, inner, all);
    default:
      return [];
  }
};

/** `a.b[c]` leads to `a`. */
const throughMembers = (
  walk: Walk,
  node: SyntaxNode | null
): SyntaxNode | null => {
  let inner = node;
  while (inner?.name === 'MemberExpression') {
    const attribute = inner.getChild('PropertyName');
    if (attribute && isFixedAttribute(walk.text(attribute))) {
      return null;
    }
    inner = inner.firstChild;
  }
  return inner;
};

const passed = (
  walk: Walk,
  call: SyntaxNode,
  all: (nodes: readonly SyntaxNode[]) => string[]
): string[] => {
  const callee = call.firstChild!;
  if (callee.name === 'VariableName') {
    return passesArguments(walk.text(callee))
      ? all(argumentsOf(walk, call).map(({ value }) => value))
      : [];
  }
  const method = callee.getChild('PropertyName');
  return method && callee.firstChild && passesObject(walk.text(method))
    ? all([callee.firstChild])
    : [];
};

/** What a name holds on to once the value of the expression is given to it. */
export const heldBy = (walk: Walk, node: SyntaxNode): Held[] => {
  switch (node.name) {
    case 'MemberExpression':
      return isCopy(walk, node) ? [] : held(walk, [node], 'part');
    case 'CallExpression': {
      const callee = node.firstChild!;
      const name = walk.text(callee.getChild('PropertyName') ?? callee);
      return makesHolder(name)
        ? [
            ...held(walk, [callee], 'maker'),
            ...held(
              walk,
              // Of an object's attribute, mostly a plain value is given.
              argumentsOf(walk, node)
                .map(({ value }) => value)
                .filter(({ name }) => name !== 'MemberExpression')
            )
          ]
        : held(walk, [node], 'part');
    }
    default:
      return held(walk, [node]);
  }
};

const held = (
  walk: Walk,
  nodes: readonly SyntaxNode[],
  as: Held['as'] = 'whole'
): Held[] => {
  const names = nodes.flatMap(node => rootsOf(walk, node));
  return [...new Set(names)]
    .filter(name => !isKnownModule(name))
    .map(name => ({ name, as }));
};

/** Choosing rows by a condition, or columns by a list, copies them. */
const isCopy = (walk: Walk, node: SyntaxNode): boolean =>
  children(node).some(
    child =>
      child.from > (node.firstChild?.to ?? 0) &&
      ['BinaryExpression', 'UnaryExpression', 'ArrayExpression'].includes(
        child.name
      ) &&
      !/^-\s*\d/.test(walk.text(child))
  );
