import { visitComprehension } from './comprehensions.js';
import { visitCall } from './calls.js';
import { FunctionScope } from './function-scope.js';
import { addLateNames, noLateNames } from './scope.js';
import { heldBy } from './roots.js';
import {
  children,
  identifier,
  isExpression,
  split,
  type SyntaxNode
} from './syntax.js';
import { bindTarget } from './targets.js';
import type { Visitor, Walk } from './walk.js';

const visitName: Visitor = (walk, node) =>
  walk.read(identifier(walk.text(node)));

/** Numbers stand for themselves, but for those that took the place of something of IPython's. */
const visitNumber: Visitor = (walk, node) => {
  const escape = walk.prepared.escapes.get(node.from);
  if (escape) {
    walk.escape(escape);
  }
};

/** Long sums lean to the left, deeper than the stack goes. */
const visitBinary: Visitor = (walk, node) => {
  const rights: (() => void)[] = [];
  let left: SyntaxNode | null = node;
  while (left?.name === 'BinaryExpression') {
    const parts: SyntaxNode[] = children(left);
    const lazy = parts.some(({ name }) => name === 'and' || name === 'or');
    const right = parts.slice(1);
    rights.push(() => {
      const visitRight = () => right.forEach(part => walk.visit(part));
      if (lazy) {
        maybe(walk, visitRight);
      } else {
        visitRight();
      }
    });
    left = parts[0] ?? null;
  }
  if (left) {
    walk.visit(left);
  }
  rights.reverse().forEach(visitRight => visitRight());
};

const visitConditional: Visitor = (walk, node) => {
  const [value, test, other] = split(children(node), 'if').flatMap(part =>
    split(part, 'else')
  );
  test?.forEach(each => walk.visit(each));
  const ways = [value ?? [], other ?? []].map(part =>
    walk.states.branch(() => part.forEach(each => walk.visit(each)))
  );
  walk.states.join(ways, false);
};

const maybe = (walk: Walk, run: () => void) =>
  walk.states.join([walk.states.branch(run)], true);

const visitNamed: Visitor = (walk, node) => {
  const [target, value] = [node.firstChild, node.lastChild];
  if (value && value.from !== target?.from) {
    walk.visit(value);
  }
  if (target) {
    bindTarget(walk, target, value ? heldBy(walk, value) : []);
  }
};

const visitArguments: Visitor = (walk, node) => {
  if (node.getChild('for')) {
    visitComprehension(walk, node);
    return;
  }
  for (const part of split(children(node), ',')) {
    const sign = part.findIndex(({ name }) => name === 'AssignOp');
    const name = part[sign - 1];
    part.slice(sign + 1).forEach(each => walk.visit(each));
    if (name?.name === 'VariableName') {
      if (walk.text(part[sign]) === ':=') {
        walk.scope.bind(identifier(walk.text(name)));
      }
    } else if (name) {
      walk.visit(name);
    }
  }
};

/** Its body runs when it is called, which may be at once if it is given to something. */
const visitLambda: Visitor = (walk, node) => {
  const late = noLateNames();
  const scope = new FunctionScope(walk.scope, late);
  const colon = node.getChild(':')?.from ?? node.to;
  const parameters = node.getChild('ParamList');
  if (parameters) {
    visitParameters(walk, parameters, scope);
  }
  walk.collecting(late, () =>
    walk.within(scope, () =>
      children(node)
        .filter(child => child.from > colon)
        .forEach(child => walk.visit(child))
    )
  );
  scope.close();
  if (walk.late) {
    addLateNames(walk.late, late);
  }
  if (!isKept(node)) {
    walk.runLate(late);
  }
};

/** Whether the lambda is only given a name, or put into a list or dictionary. */
const isKept = (node: SyntaxNode): boolean => {
  let parent = node.parent;
  while (
    parent &&
    [
      'ParenthesizedExpression',
      'TupleExpression',
      'ArrayExpression',
      'DictionaryExpression',
      'ConditionalExpression'
    ].includes(parent.name)
  ) {
    parent = parent.parent;
  }
  return parent?.name === 'AssignStatement';
};

/** Defaults and annotations are evaluated around the function, names are its own. */
export const visitParameters = (
  walk: Walk,
  node: SyntaxNode,
  scope: FunctionScope
): void => {
  for (const part of split(children(node), ',')) {
    const [name, ...rest] = part.filter(
      each => isExpression(each) || each.name === 'TypeDef'
    );
    if (name?.name === 'VariableName') {
      scope.bind(identifier(walk.text(name)));
    }
    rest
      .filter(each => each.name !== 'AssignOp' && each.name !== '/')
      .forEach(each => walk.visit(each));
  }
};

const visitMember: Visitor = (walk, node) => {
  // Chains lean to the left as sums do.
  const rest: SyntaxNode[][] = [];
  let left: SyntaxNode | null = node;
  while (left?.name === 'MemberExpression') {
    const parts: SyntaxNode[] = children(left);
    rest.push(parts.slice(1));
    left = parts[0] ?? null;
  }
  if (left) {
    walk.visit(left);
  }
  rest
    .reverse()
    .flat()
    .filter(isExpression)
    .forEach(part => walk.visit(part));
};

export const expressions: Readonly<Record<string, Visitor>> = {
  VariableName: visitName,
  Number: visitNumber,
  BinaryExpression: visitBinary,
  ConditionalExpression: visitConditional,
  NamedExpression: visitNamed,
  CallExpression: visitCall,
  ArgList: visitArguments,
  LambdaExpression: visitLambda,
  MemberExpression: visitMember
};
