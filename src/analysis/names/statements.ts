import type { Held } from '../cell-names.js';
import { change, changePlace } from './calls.js';
import { heldBy } from './roots.js';
import { noLateNames } from './scope.js';
import {
  children,
  elements,
  identifier,
  isExpression,
  split
} from './syntax.js';
import { bindTarget, bindTargets } from './targets.js';
import type { Visitor, Walk } from './walk.js';
import type { SyntaxNode } from './syntax.js';

/** `a = b = value`, `a: int = value`, and `a: int`, which binds nothing. */
const visitAssign: Visitor = (walk, node) => {
  const parts = split(
    children(node).filter(
      each => isExpression(each) || each.name === 'TypeDef'
    ),
    'AssignOp'
  );
  const value = parts.length > 1 ? parts.at(-1)! : [];
  const targets = parts.slice(0, Math.max(1, parts.length - 1)).map(part => ({
    nodes: part.filter(({ name }) => name !== 'TypeDef')
  }));
  const late = noLateNames();
  walk.collecting(late, () => value.forEach(each => walk.visit(each)));
  node.getChildren('TypeDef').forEach(type => walk.visit(type));
  if (parts.length === 1) {
    declareLocals(walk, targets[0].nodes);
    return;
  }
  for (const { nodes } of targets) {
    assign(walk, nodes, value);
    if (late.reads.size > 0 || late.changes.size > 0) {
      setFunctions(walk, nodes, late);
    }
  }
};

const assign = (
  walk: Walk,
  targets: readonly SyntaxNode[],
  value: readonly SyntaxNode[]
) => {
  const inner = unpacked(targets);
  const values = unpacked(value);
  const held = values.map(each => heldBy(walk, each));
  if (inner.length > 1 && inner.length === values.length) {
    // All values are there before the first name is bound.
    inner.forEach((target, i) => bindTarget(walk, target, held[i]));
    return;
  }
  const parts: Held[] = held.flat();
  bindTargets(
    walk,
    targets,
    inner.length > 1 ? parts.map(({ name }) => ({ name, as: 'part' })) : parts
  );
};

/** `a, b` with or without brackets. */
const unpacked = (nodes: readonly SyntaxNode[]): readonly SyntaxNode[] =>
  nodes.length === 1 && nodes[0].name === 'TupleExpression'
    ? elements(nodes[0])
    : nodes;

const setFunctions = (
  walk: Walk,
  targets: readonly SyntaxNode[],
  late: ReturnType<typeof noLateNames>
) => {
  for (const target of unpacked(targets)) {
    if (target.name === 'VariableName' && walk.scope === walk.cell) {
      walk.cell.setFunction(identifier(walk.text(target)), late);
    }
  }
};

/** `x: int` in a function makes `x` its own, though it has no value. */
const declareLocals = (walk: Walk, targets: readonly SyntaxNode[]) => {
  for (const target of targets) {
    if (target.name !== 'VariableName') {
      walk.visit(target);
    } else if (!walk.scope.runsNow) {
      walk.scope.bind(identifier(walk.text(target)));
    }
  }
};

/** `x += 1` reads, and changes in place what can be changed in place. */
const visitUpdate: Visitor = (walk, node) => {
  const [target, ...rest] = elements(node);
  if (!target) {
    return;
  }
  walk.visit(target);
  rest.forEach(each => walk.visit(each));
  if (target.name === 'MemberExpression') {
    changePlace(walk, target);
  } else {
    change(walk, target, true);
  }
  if (target.name === 'VariableName') {
    walk.scope.rebind(identifier(walk.text(target)));
  }
};

const visitDelete: Visitor = (walk, node) =>
  elements(node)
    .filter(({ name }) => name !== 'del')
    .forEach(target => unbind(walk, target));

const unbind = (walk: Walk, target: SyntaxNode) => {
  switch (target.name) {
    case 'VariableName': {
      const name = identifier(walk.text(target));
      walk.read(name);
      walk.scope.unbind(name);
      break;
    }
    case 'TupleExpression':
    case 'ArrayExpression':
    case 'ParenthesizedExpression':
      elements(target).forEach(each => unbind(walk, each));
      break;
    default:
      walk.visit(target);
      changePlace(walk, target);
  }
};

const visitImport: Visitor = (walk, node) => {
  const parts = children(node);
  const from = parts[0]?.name === 'from';
  const start = parts.findIndex(({ name }) => name === 'import') + 1;
  if (start === 0) {
    return;
  }
  const module = from
    ? walk
        .text({
          from: parts[1]?.from ?? node.to,
          to: parts[start - 1]?.from ?? node.to
        })
        .replace(/\s/g, '')
    : '';
  for (const item of split(parts.slice(start), ',')) {
    const words = item.filter(({ name }) => name === 'VariableName');
    if (item.some(({ name }) => name === '*')) {
      walk.cell.import(`*${module}`);
    } else if (words.length > 0) {
      const renamed = item.some(({ name }) => name === 'as');
      const name = identifier(walk.text(renamed ? words.at(-1)! : words[0]));
      walk.scope.bind(name);
      if (walk.scope === walk.cell) {
        walk.cell.import(name);
      }
    }
  }
};

const visitScope: Visitor = (walk, node) => {
  const kind = node.getChild('global') ? 'global' : 'nonlocal';
  node
    .getChildren('VariableName')
    .forEach(name => walk.scope.declare(kind, identifier(walk.text(name))));
};

/** Nothing behind it is reached. */
const visitRaise: Visitor = (walk, node) => {
  walk.visitChildren(node);
  if (walk.scope.runsNow) {
    walk.states.end();
  }
};

const visitLeave =
  (word: 'break' | 'continue'): Visitor =>
  walk => {
    if (walk.scope.runsNow) {
      walk.states.leaveLoop(word);
    }
  };

/** Python 2's `print x`; and `print`, which a name may be made of. */
const visitPrint: Visitor = (walk, node) => {
  walk.visitChildren(node);
  if (/^print\s*=[^=]/.test(walk.text(node))) {
    walk.scope.bind('print');
  }
};

export const statements: Readonly<Record<string, Visitor>> = {
  AssignStatement: visitAssign,
  UpdateStatement: visitUpdate,
  DeleteStatement: visitDelete,
  ImportStatement: visitImport,
  ScopeStatement: visitScope,
  RaiseStatement: visitRaise,
  ReturnStatement: visitRaise,
  BreakStatement: visitLeave('break'),
  ContinueStatement: visitLeave('continue'),
  PrintStatement: visitPrint
};
