import { cellMagic } from './cell-magic.js';
import { readEscape, readHelp, type Escape } from './escape.js';
import { fillGaps, type Editor, type Gaps } from './grammar-gaps.js';
import { tokenize, type Token } from './tokens.js';

/** A cell as the parser can read it: the same length as its source, so that offsets stay. */
export interface Prepared extends Gaps {
  text: string;
  /** What is IPython's, by the offset of the number that stands for it. */
  escapes: Map<number, Escape>;
  /** What happens before and after the cell. */
  before: Escape[];
  after: Escape[];
  /** Whether names that the cell binds end with it. */
  local: boolean;
}

const CELL_MAGIC = /^\s*%%(\w+)([^\n]*)\n?/;
/** Works without a `%` too, and is hardly Python. */
const AUTOMAGIC =
  /^(?:pip|conda|mamba) (?:install|uninstall|list|freeze|show)\b/;
const BYTE_ORDER_MARK = '\ufeff';

export const prepare = (source: string): Prepared => {
  const chars = withPlainLines(source).split('');
  const prepared: Prepared = {
    text: '',
    escapes: new Map(),
    decorators: new Set(),
    matches: new Set(),
    patterns: new Map(),
    withTargets: new Map(),
    before: [],
    after: [],
    local: false
  };
  const editor: Editor = {
    source: chars.join(''),
    put: (from, text) => {
      for (let i = 0; i < text.length; i += 1) {
        chars[from + i] = text[i];
      }
    },
    blank: (from, to) => chars.fill(' ', from, to)
  };
  const start = takeCellMagics(editor, prepared);
  const code = ' '.repeat(start) + editor.source.slice(start);
  const lines = logicalLines(tokenize(code));
  lines.forEach((line, i) => {
    const whole = editor.source.slice(line[0].from, line.at(-1)!.to);
    const escape = line.find(token => token.kind === 'escape');
    if (escape) {
      replace(escape, readEscape(escape.text), editor, prepared);
    } else if (line.at(-1)!.text === '?' || AUTOMAGIC.test(whole)) {
      const { from } = line[0];
      const { to } = line.at(-1)!;
      replace({ from, to }, readHelp(whole), editor, prepared);
    } else {
      fillGaps(line, lines[i + 1]?.[0].text, editor, prepared);
    }
  });
  return { ...prepared, text: chars.join('') };
};

/** One kind of line end; a backslash joins lines only right before it. */
const withPlainLines = (source: string): string =>
  source
    .replace(BYTE_ORDER_MARK, '')
    .replaceAll('\\\r\n', ' \\\n')
    .replaceAll('\r\n', ' \n')
    .replaceAll('\r', '\n');

/** Takes the `%%` lines off the top; gives where the cell goes on. */
const takeCellMagics = (editor: Editor, prepared: Prepared): number => {
  let start = 0;
  for (;;) {
    const body = editor.source.slice(start);
    const [whole, name, rest] = CELL_MAGIC.exec(body) ?? [];
    if (whole === undefined) {
      return start;
    }
    const magic = cellMagic(name, rest.trim(), body.slice(whole.length));
    prepared.before.push(magic.before);
    prepared.after.unshift(magic.after);
    prepared.local ||= magic.local;
    const end = magic.python ? start + whole.length : editor.source.length;
    // The line end stays: spaces in front of what follows would indent it.
    editor.blank(start, start + whole.trimEnd().length);
    if (!magic.python) {
      editor.blank(start, end);
    }
    start = end;
  }
};

const logicalLines = (tokens: readonly Token[]): Token[][] => {
  const lines: Token[][] = [];
  let line: Token[] = [];
  const end = () => {
    if (line.length > 0) {
      lines.push(line);
      line = [];
    }
  };
  for (const token of tokens) {
    if (token.kind === 'newline') {
      end();
    } else if (token.kind !== 'comment' || token.depth > 0) {
      line.push(token);
    }
  }
  end();
  return lines;
};

/** A number is a statement and an expression, and the only one here that may mean something else. */
const replace = (
  { from, to }: { from: number; to: number },
  escape: Escape,
  editor: Editor,
  prepared: Prepared
) => {
  editor.blank(from, to);
  editor.put(from, '0');
  prepared.escapes.set(from, escape);
};
