import { parseRange } from './range.js';

it.each([
  ['bytes=-5', { kind: 'whole' }],
  ['bytes=0-', { kind: 'unsatisfiable' }],
  ['bytes=-0', { kind: 'unsatisfiable' }]
])('of an empty file, %s is answered', (header, range) => {
  expect(parseRange(header, 0)).toEqual(range);
});
