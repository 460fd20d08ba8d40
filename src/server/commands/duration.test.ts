import { parseDuration } from './duration.js';

it.each([
  ['30d', 30 * 86_400_000],
  ['2d8h5m20s', ((2 * 24 + 8) * 60 + 5) * 60_000 + 20_000],
  ['1.5h', 5_400_000],
  ['0s', 0]
])('reads %s', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

it.each(['', '30', 'soon', '5w', 'd'])('refuses %j', text => {
  expect(() => parseDuration(text)).toThrow('is not a duration');
});
