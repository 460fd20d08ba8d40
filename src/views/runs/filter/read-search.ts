import { tokenize } from './filter-tokens.js';

const PLAIN_WORDS = /^[\w\s.-]+$/;

/** Whether a search is no filter, but words that a run's name should contain. */
export function isPlainWords(search: string): boolean {
  const tokens = tokenize(search);
  return (
    PLAIN_WORDS.test(search) &&
    !tokens.some(({ text }) => /\.|^(and|or|like|ilike|in|is|not)$/i.test(text))
  );
}

/** The filter that a search stands for. */
export function filterOfSearch(search: string): string {
  const text = search.trim();
  if (!text || !isPlainWords(text)) {
    return text;
  }
  return text
    .split(/\s+/)
    .map(word => `attributes.run_name ILIKE '%${word}%'`)
    .join(' AND ');
}
