import { usesOwnGrammar } from './own-grammar.js';

describe('usesOwnGrammar', () => {
  it.each([
    'metrics.rmse < 1 OR metrics.r2 > 0',
    "(params.a = 'x')",
    "not tags.x = 'y'",
    "tags.x = 'y' AND NOT tags.z = 'y'",
    'metrics.rmse between 1 and 2',
    "run_name MATCHES '^a'",
    "run_name NOT LIKE 'a%'"
  ])('knows %s as its own', filter => {
    expect(usesOwnGrammar(filter)).toBe(true);
  });

  it.each([
    '',
    "params.a = 'x OR (y)'",
    "run_id IN ('a', 'b') AND run_id NOT IN ('c')",
    'tags.x IS NOT NULL'
  ])("leaves %j to MLflow's", filter => {
    expect(usesOwnGrammar(filter)).toBe(false);
  });
});
