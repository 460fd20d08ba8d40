import type { Pattern } from '../python/pattern.js';
import { heldByItems, heldByTargets } from './comprehensions.js';
import type { Layer, LoopWays } from './name-states.js';
import {
  children,
  elements,
  identifier,
  isExpression,
  type SyntaxNode
} from './syntax.js';
import { bindTarget, bindTargets } from './targets.js';
import type { Visitor, Walk } from './walk.js';

const visitAll = (walk: Walk, nodes: readonly SyntaxNode[]) =>
  nodes.forEach(node => walk.visit(node));

/** In a notebook this always holds. */
const IS_MAIN = /^__name__\s*==\s*["']__main__["']$/;

const visitIf: Visitor = (walk, node) => {
  const clauses = clausesOf(node, ['if', 'elif', 'else']);
  const [first] = clauses;
  if (clauses.length === 1 && IS_MAIN.test(headText(walk, first))) {
    visitAll(walk, first.body);
    return;
  }
  visitAll(walk, first.head);
  const ways = [walk.states.branch(() => visitAll(walk, first.body))];
  // The tests of `elif` run one after the other, each only where those before it fail.
  const rest = clauses.slice(1);
  for (const { head, body } of rest) {
    ways.push(
      walk.states.branch(() => {
        visitAll(walk, head);
        visitAll(walk, body);
      })
    );
  }
  walk.states.join(ways, clauses.at(-1)!.word !== 'else');
};

const visitWhile: Visitor = (walk, node) => {
  const [loop, otherwise] = clausesOf(node, ['while', 'else']);
  if (walk.prepared.matches.has(node.from)) {
    visitMatch(walk, loop);
    return;
  }
  visitAll(walk, loop.head);
  const endless = /^(True|1)$/.test(headText(walk, loop));
  const ways = walk.states.loop(() => visitAll(walk, loop.body));
  leaveLoop(walk, ways, { skippable: !endless, endless, otherwise });
};

const visitFor: Visitor = (walk, node) => {
  const [loop, otherwise] = clausesOf(node, ['for', 'else']);
  const at = loop.head.findIndex(({ name }) => name === 'in');
  const targets = loop.head.slice(0, at < 0 ? undefined : at);
  const iterable = at < 0 ? [] : loop.head.slice(at + 1);
  visitAll(walk, iterable);
  const targetNodes = targets.filter(isExpression);
  const held = heldByTargets(walk, targetNodes, iterable);
  const ways = walk.states.loop(() => {
    targetNodes.forEach((target, i) => bindTarget(walk, target, held[i]));
    visitAll(walk, loop.body);
  });
  const skippable = !hasItems(walk, iterable);
  leaveLoop(walk, ways, { skippable, endless: false, otherwise });
};

/** Goes on behind a loop, whose `else` is skipped by `break`. */
const leaveLoop = (
  walk: Walk,
  { ends, breaks }: LoopWays,
  {
    skippable,
    endless,
    otherwise
  }: { skippable: boolean; endless: boolean; otherwise: Clause | undefined }
) => {
  if (endless && breaks.length > 0) {
    walk.states.join(breaks, false);
    return;
  }
  const through = walk.states.branch(() => {
    walk.states.join(ends, skippable);
    visitAll(walk, otherwise?.body ?? []);
  });
  walk.states.join([through, ...breaks], false);
};

/** Whether a loop through it runs at least once. */
const hasItems = (walk: Walk, iterable: readonly SyntaxNode[]): boolean => {
  const [node] = iterable;
  return (
    iterable.length > 1 ||
    (node !== undefined &&
      (/^range\(\s*(0\s*,\s*)?[1-9]\d*\s*\)$/.test(walk.text(node)) ||
        (['ArrayExpression', 'TupleExpression'].includes(node.name) &&
          elements(node).length > 0 &&
          !walk.text(node).includes('*'))))
  );
};

const visitTry: Visitor = (walk, node) => {
  const clauses = clausesOf(node, ['try', 'except', 'else', 'finally']);
  const bodies = (word: string) =>
    clauses.filter(clause => clause.word === word);
  const last = bodies('finally').at(0);
  let normal: Layer[] = [];
  const anywhere = walk.states.anywhereIn(() => {
    normal = visitTryAndHandlers(walk, bodies);
  });
  if (!last) {
    walk.states.join(normal, false);
    return;
  }
  const cleared = walk.states.branchFrom(anywhere, () =>
    visitAll(walk, last.body)
  );
  walk.states.join(normal, false);
  walk.states.take(cleared);
};

const visitTryAndHandlers = (
  walk: Walk,
  bodies: (word: string) => Clause[]
): Layer[] => {
  const handlers = bodies('except');
  let tried: Layer | undefined;
  const anywhere = walk.states.anywhereIn(() => {
    tried = walk.states.branch(() => {
      bodies('try').forEach(({ body }) => visitAll(walk, body));
    });
  });
  const others = bodies('else');
  const whole =
    others.length === 0
      ? tried!
      : merged(
          tried!,
          walk.states.branchFrom(tried!, () =>
            others.forEach(({ body }) => visitAll(walk, body))
          )
        );
  const caught = handlers.map(handler =>
    merged(
      anywhere,
      walk.states.branchFrom(anywhere, () => visitHandler(walk, handler))
    )
  );
  return [whole, ...caught];
};

/** A way as one layer, where it went on from another layer. */
const merged = (first: Layer, second: Layer): Layer => ({
  parent: first.parent,
  own: new Map([...first.own, ...second.own]),
  dead: first.dead || second.dead
});

/** The name of the exception is taken away again at the end. */
const visitHandler = (walk: Walk, { head, body }: Clause) => {
  const as = head.findIndex(({ name }) => name === 'as');
  visitAll(walk, as < 0 ? head : head.slice(0, as));
  const name = as < 0 ? undefined : head[as + 1];
  const visitBody = () => visitAll(walk, body);
  if (name?.name !== 'VariableName') {
    visitBody();
  } else if (walk.scope === walk.cell) {
    walk.states.whileBound(identifier(walk.text(name)), visitBody);
  } else {
    walk.scope.bind(identifier(walk.text(name)));
    visitBody();
  }
};

const visitWith: Visitor = (walk, node) => {
  const keyword = node.getChild('with')?.from ?? node.from;
  const [clause] = clausesOf(node, ['with']);
  if (walk.prepared.matches.has(keyword)) {
    visitMatch(walk, clause);
    return;
  }
  let value: SyntaxNode | undefined;
  clause.head.forEach((part, i) => {
    if (part.name === 'as') {
      return;
    }
    if (clause.head[i - 1]?.name === 'as') {
      const held = heldByItems(walk, value ? [value] : []);
      bindTarget(walk, part, held);
    } else {
      value = part;
      walk.visit(part);
    }
  });
  for (const target of walk.prepared.withTargets.get(keyword) ?? []) {
    walk.visitText(target, root =>
      bindTargets(walk, elements(root.firstChild ?? root))
    );
  }
  if (SWALLOWS.test(headText(walk, clause))) {
    visitSwallowed(walk, clause.body);
  } else {
    visitAll(walk, clause.body);
  }
};

/** Context managers that let their body end at an exception; others are taken to let none pass silently. */
const SWALLOWS = /\b(suppress|raises)\(/;

const visitSwallowed = (walk: Walk, body: readonly SyntaxNode[]) => {
  const anywhere = walk.states.anywhereIn(() => {
    walk.states.branch(() => visitAll(walk, body));
  });
  walk.states.join([anywhere], true);
};

/** `match` came here as `with`, and each `case` as `if`. */
const visitMatch = (walk: Walk, { head, body }: Clause) => {
  visitAll(walk, head);
  const subject = heldByItems(walk, head);
  const ways: Layer[] = [];
  let exhaustive = false;
  for (const statement of body.flatMap(children)) {
    const pattern = walk.prepared.patterns.get(statement.from);
    if (!pattern) {
      walk.visit(statement);
      continue;
    }
    exhaustive ||= pattern.irrefutable;
    ways.push(
      walk.states.branch(() => visitCase(walk, statement, pattern, subject))
    );
  }
  walk.states.join(ways, !exhaustive);
};

const visitCase = (
  walk: Walk,
  statement: SyntaxNode,
  pattern: Pattern,
  held: ReturnType<typeof heldByItems>
) => {
  pattern.reads.forEach(name => walk.read(identifier(name)));
  pattern.captures.map(identifier).forEach(name => {
    walk.scope.bind(name);
    walk.scope.hold(name, held);
  });
  if (pattern.guard !== undefined) {
    walk.visitText(`(${pattern.guard})`);
  }
  visitAll(walk, clausesOf(statement, ['if'])[0].body);
};

interface Clause {
  word: string;
  /** What stands between the word and the body. */
  head: SyntaxNode[];
  body: SyntaxNode[];
}

/** Cuts a statement at the words that its clauses begin with. */
const clausesOf = (node: SyntaxNode, words: readonly string[]): Clause[] => {
  const clauses: Clause[] = [{ word: words[0], head: [], body: [] }];
  let started = false;
  for (const child of children(node)) {
    if (words.includes(child.name)) {
      if (started) {
        clauses.push({ word: child.name, head: [], body: [] });
      }
      started = true;
      clauses.at(-1)!.word = child.name;
    } else if (child.name === 'Body') {
      clauses.at(-1)!.body.push(child);
    } else if (isExpression(child) && child.name !== 'async') {
      clauses.at(-1)!.head.push(child);
    }
  }
  return clauses;
};

const headText = (walk: Walk, { head }: Clause): string =>
  head.length === 0
    ? ''
    : walk.text({ from: head[0].from, to: head.at(-1)!.to }).trim();

export const branches: Readonly<Record<string, Visitor>> = {
  IfStatement: visitIf,
  WhileStatement: visitWhile,
  ForStatement: visitFor,
  TryStatement: visitTry,
  WithStatement: visitWith
};
