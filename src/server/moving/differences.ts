import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../group-by.js';
import type {
  LoggedModelRecord,
  RegisteredModelRecord,
  RunRecord
} from './records.js';

/**
 * Where what is stored is not what was meant to be, in words. What is stored besides is no
 * difference: it may have been added in the target.
 */
export const runDifferences = (
  meant: RunRecord,
  stored: RunRecord | undefined
): string[] => differences(`run ${meant.runId}`, meant, stored);

export const loggedModelDifferences = (
  meant: LoggedModelRecord,
  stored: LoggedModelRecord | undefined
): string[] => differences(`logged model ${meant.modelId}`, meant, stored);

export const registeredModelDifferences = (
  meant: RegisteredModelRecord,
  stored: RegisteredModelRecord | undefined
): string[] =>
  stored && stored.creationTime !== meant.creationTime
    ? [
        `registered model '${meant.name}' was not stored: another one has its name. Rename one of them.`
      ]
    : differences(`registered model '${meant.name}'`, meant, stored);

const differences = <T extends object>(
  what: string,
  meant: T,
  stored: T | undefined
): string[] =>
  stored === undefined
    ? [`${what} is missing`]
    : Object.entries(meant)
        .filter(([field, value]) => !holds(stored[field as keyof T], value))
        .map(
          ([field, value]) =>
            `${what}: ${field} is ${brief(stored[field as keyof T])}, not ${brief(value)}`
        );

/** Whether `stored` has all of `meant`; lists are in any order. */
const holds = (stored: unknown, meant: unknown): boolean => {
  if (Array.isArray(meant) && Array.isArray(stored)) {
    return holdsAll(stored, meant);
  }
  if (isRecord(meant) && isRecord(stored)) {
    return Object.entries(meant).every(([name, value]) =>
      holds(stored[name], value)
    );
  }
  return isDeepStrictEqual(stored, meant);
};

/** By what records of a list are told apart, to compare long lists quickly. */
const holdsAll = (stored: unknown[], meant: unknown[]): boolean => {
  const candidates = groupBy(stored, nameOf);
  return meant.every(item =>
    candidates.get(nameOf(item))?.some(candidate => holds(candidate, item))
  );
};

const nameOf = (item: unknown): string => {
  if (!isRecord(item)) {
    return String(item);
  }
  const { key, name, digest, modelId, alias, version, timestamp, step } = item;
  return [key, name, digest, modelId, alias, version, timestamp, step].join(
    '\n'
  );
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const brief = (value: unknown): string => {
  const text =
    typeof value === 'object' && value !== null
      ? JSON.stringify(value, (_, part) =>
          typeof part === 'bigint' ? String(part) : part
        )
      : String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};
