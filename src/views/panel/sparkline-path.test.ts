import { sparklinePath } from './sparkline-path.js';

describe('sparklinePath', () => {
  it('goes from corner to corner', () => {
    expect(sparklinePath([0, 1], 40, 10)).toBe('M1.5,8.5L38.5,1.5');
  });

  it('runs through the middle when nothing changes', () => {
    expect(sparklinePath([3, 3], 40, 10)).toBe('M1.5,5.0L38.5,5.0');
  });

  it('lifts the pen where a value is missing', () => {
    expect(sparklinePath([0, NaN, 1], 40, 10)).toBe('M1.5,8.5M38.5,1.5');
  });
});
