import { argumentsOf, type Argument } from './arguments.js';
import {
  changesModule,
  functionKeepsArguments,
  isConstructor,
  isKnownModule,
  methodChangesObject,
  methodKeepsArguments,
  methodKeepsObject,
  moduleFunctionKeepsArguments,
  takesFunction
} from './known-calls.js';
import { rootsOf } from './roots.js';
import type { Visitor, Walk } from './walk.js';
import type { SyntaxNode } from './syntax.js';

/** Reads a call, then notes what it may change: its object, and what it is given. */
export const visitCall: Visitor = (walk, node) => {
  const callee = node.firstChild!;
  const list = node.getChild('ArgList');
  walk.visit(callee);
  if (list) {
    walk.visit(list);
  }
  const given = argumentsOf(walk, node);
  if (callee.name === 'VariableName') {
    const name = walk.text(callee);
    if (name === 'exec') {
      walk.cell.import('*exec');
    }
    changeArguments(walk, given, functionKeepsArguments(name));
    return;
  }
  const method = callee.getChild('PropertyName');
  if (callee.name !== 'MemberExpression' || !method) {
    changeArguments(walk, given, false);
    return;
  }
  const name = walk.text(method);
  const object = callee.firstChild!;
  readQueried(walk, name, given);
  if (isOfModule(walk, object)) {
    if (changesModule(name, object.name === 'MemberExpression')) {
      change(walk, object, true);
    }
    changeArguments(walk, given, moduleFunctionKeepsArguments(name));
    return;
  }
  changeObject(walk, object, name, given);
  changeArguments(walk, given, methodKeepsArguments(name));
};

/** Notes that a place within an object is given a value or taken away. */
export const changePlace = (walk: Walk, place: SyntaxNode): void => {
  if (place.firstChild) {
    change(walk, place.firstChild, true);
  }
};

/** Notes that the object that an expression leads to is changed. */
export const change = (walk: Walk, node: SyntaxNode, sure: boolean): void => {
  if (isNamespace(walk, node)) {
    walk.cell.import('*globals');
  }
  for (const name of rootsOf(walk, node)) {
    walk.scope.change(name, sure && walk.sure);
  }
};

const changeObject = (
  walk: Walk,
  object: SyntaxNode,
  method: string,
  given: readonly Argument[]
) => {
  const inPlace = given.some(
    ({ keyword, value }) =>
      keyword === 'inplace' && walk.text(value) !== 'False'
  );
  if (inPlace || !methodKeepsObject(method)) {
    change(walk, object, inPlace || methodChangesObject(method));
  }
};

const changeArguments = (
  walk: Walk,
  given: readonly Argument[],
  harmless: boolean
) => {
  for (const { keyword = '', value } of given) {
    const written = keyword === 'out' || keyword === 'ax';
    if (written || (!harmless && !takesFunction(keyword))) {
      rootsOf(walk, value)
        .filter(name => !isKnownModule(name) && !isConstructor(name))
        .forEach(name => walk.scope.change(name, written && walk.sure));
    }
  }
};

/** `np`, `np.random`; not `np.zeros(3)`. */
const isOfModule = (walk: Walk, node: SyntaxNode): boolean => {
  let inner: SyntaxNode | null = node;
  while (inner?.name === 'MemberExpression' && inner.getChild('PropertyName')) {
    inner = inner.firstChild;
  }
  return inner?.name === 'VariableName' && isKnownModule(walk.text(inner));
};

/** `globals()`, by which names are bound that stand nowhere. */
const isNamespace = (walk: Walk, node: SyntaxNode): boolean => {
  const start = walk.text({ from: node.from, to: node.from + 10 });
  return /^(globals|locals)\(/.test(start);
};

/** Pandas takes `@name` in the text of a query from Python. */
const readQueried = (
  walk: Walk,
  method: string,
  given: readonly Argument[]
) => {
  if (method !== 'query' && method !== 'eval') {
    return;
  }
  for (const { value } of given) {
    if (value.name === 'String') {
      for (const [, name] of walk.text(value).matchAll(/@([A-Za-z_]\w*)/g)) {
        walk.read(name);
      }
    }
  }
};
