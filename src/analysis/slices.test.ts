import fc from 'fast-check';
import { analyzeCell } from './analyze-cell.js';
import { linkSession, type AnalyzedExecution } from './session.js';
import { sliceOfLinks } from './slice.js';
import { slicesOfLinks } from './slices.js';

const name = fc.constantFrom('a', 'b', 'c', 'd', 'f');

const statement = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        ...['$ = 1', '$ = @', '$ = [@]', '$.append(@)', 'del $', 'g($, @)'],
        ...['if $: @ = 2', 'print($)', 'def $(): return @', '$(@)'],
        'def $():\n  global @\n  @ = 3'
      ),
      name,
      name
    )
    .map(([text, one, other]) =>
      text.replaceAll('$', one).replaceAll('@', other)
    ),
  fc.constant('from m import *')
);

const execution = fc.record<AnalyzedExecution>({
  analysis: fc
    .array(statement, { minLength: 1, maxLength: 4 })
    .map(lines => analyzeCell(lines.join('\n'))),
  status: fc.constantFrom('whole', 'whole', 'whole', 'partial', 'not run')
});

it('finds for each execution what its own slice has', () => {
  fc.assert(
    fc.property(fc.array(execution, { maxLength: 40 }), session => {
      const links = linkSession(session);
      expect(slicesOfLinks(links)).toEqual(
        links.map((_, i) => sliceOfLinks(links, [i]).map(({ index }) => index))
      );
    }),
    { numRuns: 300 }
  );
});

it('goes through long histories of many names once', () => {
  const changeAll = analyzeCell(
    Array.from({ length: 50 }, (_, i) => `change(v${i})`).join('\n')
  );
  const links = linkSession(
    Array.from({ length: 1000 }, () => ({
      analysis: changeAll,
      status: 'whole'
    }))
  );
  const before = process.cpuUsage();
  expect(slicesOfLinks(links).at(-1)).toHaveLength(1000);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2);
});
