import type { RE2JS } from 're2js';
import { invalidParameter } from '../../api/errors.js';
import {
  HISTORY,
  type Condition,
  type Field,
  type History,
  type Ordering,
  type PatternComparison
} from '../search/syntax-tree.js';
import { findMetricKey } from '../store/queries/metrics.js';
import type { ResolvedCondition } from '../store/search/run-conditions.js';
import { findTexts } from '../store/search/run-texts.js';
import type { Tx } from '../store/tx.js';

const MAX_TEXTS = 10_000;
const MAX_PATTERN_LENGTH = 1000;

type Experiments = readonly number[] | 'all';

/** Replaces in a condition what only the stored runs can tell. */
export const resolveCondition = async (
  tx: Tx,
  condition: Condition,
  experiments: Experiments
): Promise<ResolvedCondition> => {
  const resolve = (one: Condition) => resolveCondition(tx, one, experiments);
  if ('all' in condition) {
    return { all: await inTurn(condition.all, resolve) };
  }
  if ('any' in condition) {
    return { any: await inTurn(condition.any, resolve) };
  }
  if ('not' in condition) {
    return { not: await resolve(condition.not) };
  }
  if ('pattern' in condition) {
    return matchedTexts(tx, condition, experiments);
  }
  return { ...condition, field: await resolveField(tx, condition.field) };
};

export const resolveOrdering = async (
  tx: Tx,
  ordering: Ordering
): Promise<Ordering> => ({
  ...ordering,
  field: await resolveField(tx, ordering.field)
});

/** One after the other: a transaction does one thing at a time. */
export const inTurn = async <A, B>(
  items: readonly A[],
  map: (item: A) => Promise<B>
): Promise<B[]> => {
  const results: B[] = [];
  for (const item of items) {
    results.push(await map(item));
  }
  return results;
};

/** `rmse.min` is the least value of `rmse`, unless a metric of that whole name was logged. */
const resolveField = async (tx: Tx, field: Field): Promise<Field> => {
  const dot = field.key.lastIndexOf('.');
  const history = HISTORY.find(name => name === field.key.slice(dot + 1));
  if (field.kind !== 'metric' || dot < 1 || !history) {
    return field;
  }
  const isName = (await findMetricKey(tx, field.key)) !== undefined;
  return isName ? field : ofHistory(field, dot, history);
};

const ofHistory = (field: Field, dot: number, history: History): Field => ({
  ...field,
  key: field.key.slice(0, dot),
  history
});

/**
 * Finds the texts that a pattern matches here rather than in the database: both databases then
 * understand the same patterns, and no pattern takes more than linear time.
 */
const matchedTexts = async (
  tx: Tx,
  { field, pattern }: PatternComparison,
  experiments: Experiments
): Promise<ResolvedCondition> => {
  const matcher = await compile(pattern);
  const texts = await findTexts(tx, field, experiments, MAX_TEXTS + 1);
  if (texts.length > MAX_TEXTS) {
    throw invalidParameter(
      `'${field.key}' has more than ${MAX_TEXTS} different values here, too many for MATCHES. Search fewer experiments, or use LIKE.`
    );
  }
  const values = texts.filter(text => matcher.matcher(text).find());
  return values.length > 0
    ? { field, test: { type: 'list', operator: 'IN', values } }
    : { any: [] };
};

const compile = async (pattern: string): Promise<RE2JS> => {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw invalidParameter(
      `A regular expression can have at most ${MAX_PATTERN_LENGTH} characters.`
    );
  }
  // A third of the code of a thread, and few searches need it.
  const { RE2JS } = await import('re2js');
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw invalidParameter(
      `Invalid regular expression '${pattern}': ${(error as Error).message}`
    );
  }
};
