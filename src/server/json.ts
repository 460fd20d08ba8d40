import { invalidParameter } from '../api/errors.js';

/** Integers of 16 digits or more, which a number may not hold exactly. */
const LONG_INTEGER = /[:[,\s-]\d{16,}\s*[,}\]]/;

/** JSON to values; integers that a number cannot hold become bigints. */
export const parseJson = (text: string): unknown => {
  try {
    return LONG_INTEGER.test(text)
      ? JSON.parse(text, exactInteger)
      : JSON.parse(text);
  } catch (error) {
    throw invalidParameter(
      `The request body is not valid JSON: ${(error as Error).message}`
    );
  }
};

const exactInteger = (
  _key: string,
  value: unknown,
  context?: { source?: string }
): unknown =>
  typeof value === 'number' &&
  Number.isInteger(value) &&
  !Number.isSafeInteger(value) &&
  /^-?\d+$/.test(context?.source ?? '')
    ? BigInt(context!.source!)
    : value;

/** Values to JSON; bigints are written with all their digits. */
export const toJson = (value: unknown): string => {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof TypeError) {
      return JSON.stringify(value, digitsOfBigint);
    }
    throw error;
  }
};

const digitsOfBigint = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? rawJson(String(value)) : value;

/** Node has it; TypeScript does not know it yet. */
const rawJson = (JSON as unknown as { rawJSON: (text: string) => unknown })
  .rawJSON;
