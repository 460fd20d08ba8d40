import type { Escape } from './escape.js';

/** `$x` is Python's if Python has an `x`; these are more likely the shell's or awk's. */
const SHELL_NAMES = new Set(
  'HOME PATH PWD USER SHELL LANG TMPDIR HOSTNAME RANDOM OLDPWD PYTHONPATH CONDA_PREFIX VIRTUAL_ENV NF NR FS OFS'.split(
    ' '
  )
);

const DOLLAR = /(?<!\$)\$([A-Za-z_]\w*)/g;
const BRACED = /(?<![{$])\{([^{}]+)\}(?!\})/g;
/** Bash, awk and JSON have braces too, around what is hardly an expression of Python. */
const EXPRESSION = /^\s*[A-Za-z_(][\w\s.,()[\]'":+*/%<>=!-]*$/;
const SHELL_LIST = /^[\w.-]+(,[\w.-]*)+$/;

/** What `{expression}` and `$name` in a line for the shell or a magic take from Python. */
export const interpolated = (text: string): Escape => ({
  expressions: Array.from(text.matchAll(BRACED), match => match[1]).filter(
    part => EXPRESSION.test(part) && !SHELL_LIST.test(part)
  ),
  reads: Array.from(text.matchAll(DOLLAR), match => match[1]).filter(
    name => !SHELL_NAMES.has(name)
  )
});
