import fc from 'fast-check';
import { analyzeCell } from './analyze-cell.js';
import { readCorpus } from '../testing/cell-corpus.js';

const sources = readCorpus().map(({ source }) => source);

const analyze = (source: string) => {
  const analysis = analyzeCell(source);
  for (const names of [analysis.defines, analysis.uses, analysis.mutates]) {
    expect(names).toEqual([...new Set(names)].sort());
  }
};

const anySource = fc.constantFrom(...sources);
const pieces = [
  ...['(', ')', '[', ']', '{', '}', ':', ',', '.', '=', ':=', '*', '@', '\\'],
  ...['"', "'", '"""', 'f"{', "f'", '{{', '!', '%', '%%time', '?', '#', ';'],
  ...['\n', '\r\n', '\r', '\t', '    ', '\f', '\0', '\ufeff', '\ud800', 'é'],
  ...['def', 'class', 'lambda', 'for', 'in', 'if', 'else', 'try', 'except'],
  ...['with', 'as', 'match', 'case', 'type', 'global', 'import', 'from', 'del'],
  ...['async', 'await', 'yield', 'print', 'x', '1', '__proto__', 'constructor']
];

it('reads each beginning of each cell of the corpus', () => {
  for (const source of sources) {
    for (let end = 0; end < source.length; end += 29) {
      analyze(source.slice(0, end));
    }
  }
});

it('reads cells that something was cut out of, or put into', () => {
  fc.assert(
    fc.property(
      anySource,
      fc.nat(400),
      fc.nat(20),
      fc.constantFrom('', ...pieces),
      (source, at, length, piece) =>
        analyze(
          source.slice(0, at % (source.length + 1)) +
            piece +
            source.slice((at % (source.length + 1)) + length)
        )
    ),
    { numRuns: 2000 }
  );
});

it('reads cells that were put together', () => {
  fc.assert(
    fc.property(fc.array(anySource, { maxLength: 6 }), parts =>
      analyze(parts.join('\n'))
    ),
    { numRuns: 200 }
  );
});

it('reads any pieces of Python and any text', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pieces), { maxLength: 40 }),
      fc.constantFrom('', ' '),
      (parts, joint) => analyze(parts.join(joint))
    ),
    { numRuns: 2000 }
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), analyze),
    { numRuns: 500 }
  );
});

it.each([
  ['brackets', '('.repeat(20_000)],
  ['braces in an f-string', 'f"{'.repeat(5000)],
  ['a long sum', `x = ${'a + '.repeat(20_000)}a`],
  ['a long chain', `x${'.a()'.repeat(5000)}`],
  ['attributes', `x${'.a'.repeat(20_000)} = 1`],
  [
    'nested blocks',
    Array.from({ length: 800 }, (_, i) => `${' '.repeat(i)}if a${i}:`).join(
      '\n'
    )
  ],
  [
    'nested finally',
    Array.from(
      { length: 200 },
      (_, i) =>
        `${' '.repeat(i)}try:\n${' '.repeat(i)} pass\n${' '.repeat(i)}finally:`
    ).join('\n')
  ],
  ['lambdas', 'lambda: '.repeat(5000)],
  ['calls', `${'f('.repeat(3000)}x`],
  ['lists', `x = ${'['.repeat(3000)}y${']'.repeat(3000)}`],
  ['conditions', `x = ${'a if b else '.repeat(3000)}c`],
  ['magics of magics', '%time '.repeat(5000)],
  ['cell magics', '%%time\n'.repeat(3000)],
  ['many branches', 'if c: x = 1\n'.repeat(5000)],
  [
    'many functions',
    Array.from(
      { length: 1500 },
      (_, i) => `def f${i}(): f${i + 1}()\nf${i}()`
    ).join('\n')
  ],
  [
    'many names',
    Array.from({ length: 5000 }, (_, i) => `a${i} = a${i + 1}`).join('\n')
  ],
  ['one quote a line', "x = '\n".repeat(5000)],
  ['many quotes', '\'"'.repeat(20_000)],
  ['backslashes', '\\'.repeat(20_000)],
  ['decorators', '@a\n'.repeat(5000)],
  ['stars', '*'.repeat(20_000)],
  ['braces in a shell line', `!${'{'.repeat(20_000)}`]
])('is not held up by %s', (_, source) => {
  analyze(source);
});
