import type { Escape } from './escape.js';
import { interpolated } from './interpolated.js';
import { takeOptions } from './options.js';

type Reader = (rest: string) => Escape;

const runs =
  (valued: string, local = false): Reader =>
  rest => {
    const { values, rest: text } = takeOptions(rest, valued);
    return { code: { text, local }, reads: values.f ? names(values.f) : [] };
  };

const shows: Reader = rest => ({ reads: names(rest).slice(0, 1) });

const readers: Readonly<Record<string, Reader>> = {
  time: runs(''),
  timeit: runs('nrp', true),
  memit: runs('rti'),
  mprun: runs('fT'),
  lprun: runs('fmTDuz'),
  prun: runs('lsTD'),
  debug: runs('b'),
  run: rest => ({ ...interpolated(rest), stars: [scriptOf(rest)] }),
  rerun: () => ({ stars: ['rerun'] }),
  pylab: () => ({ stars: ['pylab'] }),
  pinfo: shows,
  pinfo2: shows,
  pdef: shows,
  pdoc: shows,
  psource: shows,
  pfile: shows,
  page: shows,
  xdel: rest => ({ unbinds: names(rest).slice(-1) }),
  store: rest => {
    const { flags, rest: text } = takeOptions(rest, '');
    if (flags.has('r')) {
      const restored = names(text);
      return restored.length > 0 ? { binds: restored } : { stars: ['store'] };
    }
    return flags.has('d') || flags.has('z')
      ? {}
      : { reads: names(text.split('>')[0]) };
  },
  R: rest => {
    const { values } = takeOptions(rest, 'iowhu');
    return { reads: names(values.i), binds: names(values.o) };
  },
  sql: rest => ({ ...interpolated(rest), ...sqlNames(rest) }),
  track_log: rest => ({
    expressions: Array.from(
      rest.matchAll(/(?:^|\s)[\w./-]+=("[^"]*"|'[^']*'|\S+)/g),
      match => match[1].replace(/^(["'])(.*)\1$/s, '$2')
    )
  })
};

/** Reads `%name arguments`; of magics that it does not know, only what they interpolate. */
export const lineMagic = (text: string): Escape => {
  const [, name = '', rest = ''] = /^%+([\w.]*)(.*)$/s.exec(text) ?? [];
  if (/^[\w.]*\?+\s*$/.test(text.slice(1))) {
    return {};
  }
  const reader = Object.hasOwn(readers, name) ? readers[name] : interpolated;
  return reader(rest.trim());
};

/** `result << SELECT …` binds, `:limit` reads. */
export const sqlNames = (text: string): Escape => ({
  binds: names(/^\s*([A-Za-z_]\w*)\s*<</.exec(text)?.[1]),
  reads: Array.from(text.matchAll(/(?<![:\w]):([A-Za-z_]\w*)/g), m => m[1])
});

const names = (text = ''): string[] =>
  text.split(/[\s,]+/).filter(word => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(word));

const scriptOf = (rest: string): string => {
  const { values, rest: text } = takeOptions(rest, 'Nm');
  return values.m ?? text.split(/\s/)[0] ?? '';
};
