import { readPattern, type Pattern } from './pattern.js';
import type { Token } from './tokens.js';

/**
 * What the parser does not know of Python is rewritten to something of the same length that it knows.
 * Where that loses something, it is kept here, by the offset of the statement.
 */
export interface Gaps {
  /** Decorators, which stand as `+expression`. */
  decorators: Set<number>;
  /** `with` and `while` statements that were `match`. */
  matches: Set<number>;
  /** `if` statements that were `case`. */
  patterns: Map<number, Pattern>;
  /** Targets of `with` that are not plain names, by the offset of `with`. */
  withTargets: Map<number, string[]>;
}

export interface Editor {
  source: string;
  /** Puts text of the same length in a place. */
  put(from: number, text: string): void;
  blank(from: number, to: number): void;
}

/** Rewrites one logical line; `next` is the first word of the line below. */
export const fillGaps = (
  line: readonly Token[],
  next: string | undefined,
  editor: Editor,
  gaps: Gaps
): void => {
  const first = line[0];
  const head = line[first.text === 'async' ? 1 : 0] ?? first;
  line.forEach((token, i) => {
    renameTemplate(token, editor);
    openSetOfWalrus(line, i, editor);
    positionalMark(line, i, editor);
    unpackingStar(line, i, head, editor);
  });
  switch (head.text) {
    case '@':
      // The grammar takes only dotted names behind `@`; as a statement of its own any expression will do.
      editor.put(
        head.from,
        editor.source.startsWith('@lambda', head.from) ? 'lambda ' : '+'
      );
      gaps.decorators.add(head.from);
      break;
    case 'match':
      if (next === 'case' && line.at(-1)!.text === ':') {
        fillMatch(line, editor, gaps);
      }
      break;
    case 'case':
      fillCase(line, editor, gaps);
      break;
    case 'with':
      fillWith(line.slice(line.indexOf(head)), editor, gaps);
      break;
    case 'def':
    case 'class':
    case 'type':
      fillTypeParameters(line, editor);
  }
};

/** Template strings are written as strings with replacements are. */
const renameTemplate = ({ kind, from, text }: Token, { put }: Editor) => {
  const at = text.search(/['"]/);
  const prefix = text.slice(0, at);
  if (kind === 'string' && /t/i.test(prefix)) {
    put(from, prefix.replace(/t/i, 'f'));
  }
};

/** `{y := 1}` is unknown in braces, and known in square brackets. */
const openSetOfWalrus = (line: readonly Token[], i: number, editor: Editor) => {
  if (line[i].text !== '{') {
    return;
  }
  const inner = line[i].depth + 1;
  let walrus = false;
  for (let j = i + 1; j < line.length && line[j].depth >= inner; j += 1) {
    if (line[j].depth === inner && line[j].text === ':') {
      return;
    }
    walrus ||= line[j].depth === inner && line[j].text === ':=';
  }
  const end = line.slice(i + 1).find(token => token.depth < inner);
  if (walrus && end) {
    editor.put(line[i].from, '[');
    editor.put(end.from, ']');
  }
};

/** The `/` between the parameters of a lambda. */
const positionalMark = (line: readonly Token[], i: number, editor: Editor) => {
  const before = line[i - 1];
  const after = line[i + 1]?.text;
  if (
    line[i].text === '/' &&
    before?.text === ',' &&
    (after === ',' || after === ':')
  ) {
    editor.blank(before.from, line[i].to);
  }
};

const BEFORE_UNPACKING = new Set(', ( [ in : = return match'.split(' '));

/** A star says nothing about names; the grammar does not know it everywhere. */
const unpackingStar = (
  line: readonly Token[],
  i: number,
  head: Token,
  editor: Editor
) => {
  const before = line[i - 1]?.text ?? '';
  const after = line[i + 1]?.text ?? ',';
  if (
    line[i].text !== '*' ||
    !BEFORE_UNPACKING.has(before) ||
    [',', ')', ':'].includes(after)
  ) {
    return;
  }
  const parameters = head.text === 'def' || isWithinLambda(line, i);
  if (!parameters || before === ':') {
    editor.blank(line[i].from, line[i].to);
  }
};

const isWithinLambda = (line: readonly Token[], i: number): boolean => {
  for (let j = i - 1; j >= 0 && i - j < 200; j -= 1) {
    if (line[j].text === ':' && line[j].depth === line[i].depth) {
      return false;
    }
    if (line[j].text === 'lambda') {
      return line[j].depth === line[i].depth;
    }
  }
  return false;
};

/** `with` takes several subjects, and `while` takes a walrus. */
const fillMatch = (line: readonly Token[], editor: Editor, gaps: Gaps) => {
  const [head] = line;
  const walrus = line.some(
    ({ text, depth }) => text === ':=' && depth === head.depth
  );
  gaps.matches.add(head.from);
  editor.put(head.from, walrus ? 'while' : 'with ');
  const last = line.at(-2);
  if (walrus && last?.text === ',') {
    editor.blank(last.from, last.to);
  }
};

/** `case PATTERN if GUARD:` becomes `if 1:`, within the `with` that was `match`. */
const fillCase = (line: readonly Token[], editor: Editor, gaps: Gaps) => {
  const [head, second] = line;
  const colon = line.findIndex(
    (token, i) => i > 1 && token.depth === head.depth && token.text === ':'
  );
  if (colon < 0 || ['=', '.', ',', ':'].includes(second.text)) {
    return;
  }
  gaps.patterns.set(
    head.from,
    readPattern(line.slice(1, colon), editor.source)
  );
  editor.blank(head.to, line[colon].from);
  editor.put(head.from, 'if 1');
};

/** Takes off brackets around the items, and targets that are not plain names. */
const fillWith = (line: readonly Token[], editor: Editor, gaps: Gaps) => {
  const [head] = line;
  const items = unbracketed(line, editor);
  const depth = items[0]?.depth ?? 0;
  const targets: string[] = [];
  items.forEach((token, i) => {
    if (token.text !== 'as' || token.depth !== depth) {
      return;
    }
    const length = items
      .slice(i + 1)
      .findIndex(
        ({ text, depth: at }) => at === depth && (text === ',' || text === ':')
      );
    const end = length < 0 ? items.length : i + 1 + length;
    if (end > i + 2) {
      const from = items[i + 1].from;
      const to = items[end - 1].to;
      targets.push(editor.source.slice(from, to));
      editor.blank(token.from, to);
    }
  });
  if (targets.length > 0) {
    gaps.withTargets.set(head.from, targets);
  }
};

const unbracketed = (line: readonly Token[], editor: Editor): Token[] => {
  const [head, open] = line;
  const rest = line.slice(1);
  if (open?.text !== '(') {
    return rest;
  }
  const end = line.findIndex(
    (token, i) => i > 1 && token.text === ')' && token.depth === open.depth
  );
  const inner = line.slice(2, end);
  const named = inner.some(
    token => token.text === 'as' && token.depth === open.depth + 1
  );
  if (end < 0 || line[end + 1]?.text !== ':' || !named) {
    return rest;
  }
  // Without the brackets, what stood on several lines has to stand on one.
  for (let at = head.to; at < line[end].to; at += 1) {
    if (editor.source[at] === '\n') {
      editor.blank(at, at + 1);
    }
  }
  editor.blank(open.from, open.to);
  editor.blank(line[end].from, line[end].to);
  inner
    .filter(token => token.kind === 'comment')
    .forEach(token => editor.blank(token.from, token.to));
  const last = inner.filter(token => token.kind !== 'comment').at(-1);
  if (last?.text === ',') {
    editor.blank(last.from, last.to);
  }
  return inner.filter(token => token.kind !== 'comment');
};

/** The default of `[T = int]` becomes a bound, which is read as well. */
const fillTypeParameters = (line: readonly Token[], editor: Editor) => {
  const at = line.findIndex(token => token.kind === 'name') + 2;
  const open = line[line[0].text === 'async' ? at + 1 : at];
  if (open?.text !== '[') {
    return;
  }
  const depth = open.depth + 1;
  let bounded = false;
  for (let i = line.indexOf(open) + 1; i < line.length; i += 1) {
    if (line[i].depth < depth) {
      return;
    }
    if (line[i].depth > depth) {
      continue;
    }
    if (line[i].text === ',') {
      bounded = false;
    } else if (line[i].text === ':') {
      bounded = true;
    } else if (line[i].text === '=') {
      editor.put(line[i].from, bounded ? '|' : ':');
    }
  }
};
