import { isKeyword, tokenize, type Token } from './filter-tokens.js';

/** Whether a filter says more than MLflow's search language can: OR, brackets, BETWEEN, … */
export function usesOwnGrammar(filter: string): boolean {
  const tokens = tokenize(filter);
  return tokens.some(
    (token, index) =>
      isKeyword(token, 'OR', 'BETWEEN', 'MATCHES') ||
      (token.kind === 'open' && !isKeyword(tokens[index - 1], 'IN')) ||
      isOwnNot(token, tokens[index - 1], tokens[index + 1])
  );
}

/** MLflow knows NOT only in IS NOT NULL and NOT IN. */
function isOwnNot(
  token: Token,
  before: Token | undefined,
  after: Token | undefined
): boolean {
  return (
    isKeyword(token, 'NOT') &&
    !isKeyword(before, 'IS') &&
    !isKeyword(after, 'IN')
  );
}
