import { formatVerdict, parseVerdict } from './verdict-tag.js';

it('writes tags that it can read', () => {
  expect(formatVerdict(['clean'])).toBe('clean');
  expect(formatVerdict(['out of order', 'external'])).toBe(
    'out of order, external'
  );
  expect(parseVerdict('out of order, external')).toEqual([
    'out of order',
    'external'
  ]);
});

it('reads what others wrote as far as it knows it', () => {
  expect(parseVerdict('external,fishy, edited since')).toEqual([
    'edited since',
    'external'
  ]);
  expect(parseVerdict('')).toEqual([]);
  expect(parseVerdict(undefined)).toEqual([]);
});
