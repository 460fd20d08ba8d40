import type { Escape } from './escape.js';
import { interpolated } from './interpolated.js';
import { lineMagic, sqlNames } from './line-magic.js';
import { takeOptions } from './options.js';

/** What the line `%%name …` on top of a cell makes of the cell. */
export interface CellMagic {
  /** Whether Python follows, and not text that the magic takes. */
  python: boolean;
  /** Whether names that the cell binds end with it. */
  local: boolean;
  before: Escape;
  after: Escape;
}

const PYTHON = new Set(
  'time timeit capture prun track memit mprun lprun snakeviz scalene pyinstrument px debug heat wandb'.split(
    ' '
  )
);

/** Reads `%%name arguments`; `body` is the cell below. A magic that nobody knows takes any text. */
export const cellMagic = (
  name: string,
  rest: string,
  body: string
): CellMagic => {
  const python = PYTHON.has(name);
  const magic = { python, local: false, before: {}, after: {} };
  switch (name) {
    case 'timeit': {
      const { rest: text } = takeOptions(rest, 'nrp');
      return {
        ...magic,
        local: true,
        before: { code: { text, local: false } }
      };
    }
    case 'capture':
      return { ...magic, after: { binds: words(rest) } };
    case 'cython':
      return { ...magic, after: { stars: ['cython'] } };
    case 'R':
      return { ...magic, before: lineMagic(`%R ${rest}`) };
    case 'sql':
      return {
        ...magic,
        before: both(interpolated(rest), {
          ...interpolated(body),
          reads: sqlNames(body).reads
        }),
        after: { binds: sqlNames(rest).binds }
      };
    default:
      return python
        ? magic
        : { ...magic, before: interpolated(rest), after: outputs(rest) };
  }
};

const both = (first: Escape, second: Escape): Escape => ({
  expressions: [...(first.expressions ?? []), ...(second.expressions ?? [])],
  reads: [...(first.reads ?? []), ...(second.reads ?? [])]
});

const words = (text: string): string[] =>
  text.split(/\s+/).filter(word => /^[A-Za-z_]\w*$/.test(word));

/** `%%bash --out lines` leaves what was printed in a name. */
const outputs = (rest: string): Escape => ({
  binds: Array.from(
    rest.matchAll(/--(?:out|err|proc)[= ]\s*([A-Za-z_]\w*)/g),
    match => match[1]
  )
});
