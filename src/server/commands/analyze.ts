import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  analyzeNotebook,
  listed,
  NotANotebook,
  studyNotebook,
  type Cause,
  type StudiedCell
} from '../../analysis/index.js';
import { ConfigError } from '../config-error.js';
import { parseFlags, type Command, type Surroundings } from './command.js';

const help = `Usage: trackbook analyze NOTEBOOK [options]

Tells for each code cell of a notebook which names it defines, uses, may change
and deletes, and which cells it depends on when all run from top to bottom. It
reads the source only, and errs on the side of too many cells. Cells are counted
as in the file, from 0, with those that are no code.

Options
  --json                       print the findings as JSON
`;

const run = async (
  args: readonly string[],
  { folder, terminal }: Surroundings
): Promise<number> => {
  const { values, positionals } = parseFlags(
    args,
    { json: { type: 'boolean' } },
    ['NOTEBOOK']
  );
  const [name] = positionals;
  const notebook = await readNotebook(resolve(folder, name), name);
  terminal.say(
    analyzed(name, () =>
      values.json
        ? JSON.stringify(analyzeNotebook(notebook), undefined, 2)
        : describe(studyNotebook(notebook))
    )
  );
  return 0;
};

const readNotebook = async (path: string, name: string): Promise<unknown> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      code === 'ENOENT' || code === 'ENOTDIR'
        ? `There is no file ${name}.`
        : code === 'EISDIR'
          ? `${name} is a folder, not a notebook.`
          : `Cannot read ${name}: ${(error as Error).message}`,
      { cause: error }
    );
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new ConfigError(`${name} is no notebook: it is not JSON.`, {
      cause: error
    });
  }
};

const analyzed = (name: string, analyze: () => string): string => {
  try {
    return analyze();
  } catch (error) {
    throw error instanceof NotANotebook
      ? new ConfigError(`Cannot analyze ${name}: ${error.message}.`, {
          cause: error
        })
      : error;
  }
};

const LABEL_WIDTH = 13;
const TITLE_WIDTH = 60;

const describe = (cells: readonly StudiedCell[]): string =>
  cells.length === 0
    ? 'The notebook has no code cells.'
    : cells.map(describeCell).join('\n\n');

const describeCell = ({ index, source, analysis, slice }: StudiedCell) => {
  const title = source.trim().split('\n')[0];
  const short =
    title.length > TITLE_WIDTH ? `${title.slice(0, TITLE_WIDTH - 1)}…` : title;
  return [
    `Cell ${index}${short && `: ${short}`}`,
    ...line('defines', [ownNames(analysis).join(', ')]),
    ...line('imports', [analysis.imports.join(', ')]),
    ...line('uses', [analysis.uses.join(', ')]),
    ...line('may change', [analysis.mutates.join(', ')]),
    ...line('deletes', [analysis.deletes.join(', ')]),
    ...line(
      'depends on',
      slice
        .filter(entry => entry.index !== index)
        .map(entry => `cell ${entry.index}: ${reason(entry.causes, index)}`)
    )
  ].join('\n');
};

/** What it defines beside its imports, which have a line of their own. */
const ownNames = ({ defines, imports }: StudiedCell['analysis']): string[] =>
  defines.filter(name => !imports.includes(name));

/** A label, with a value on each line. */
const line = (label: string, values: readonly string[]): string[] =>
  values
    .filter(value => value !== '')
    .map(
      (value, i) => `  ${(i === 0 ? label : '').padEnd(LABEL_WIDTH)}${value}`
    );

const VERBS: readonly Cause['does'][] = [
  'defines',
  'may define',
  'changes',
  'may change'
];

/** The first of the causes that concern the cell itself, else of those by which it matters indirectly. */
const reason = (causes: readonly Cause[], index: number): string => {
  const own = causes.filter(cause => cause.for === index);
  return (own.length > 0 ? own : causes.slice(0, 1))
    .toSorted((a, b) => VERBS.indexOf(a.does) - VERBS.indexOf(b.does))
    .map(({ does, names, for: user }) =>
      [
        `${does} ${listed(names)}`,
        ...(user === index ? [] : [`for cell ${user}`])
      ].join(' ')
    )
    .join(', ');
};

export const analyzeCommand: Command = {
  summary: 'tell what the cells of a notebook define, use and depend on',
  help,
  run
};
