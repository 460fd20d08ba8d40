import * as z from 'zod';

/** A 64-bit integer; a bigint only where a number would lose digits. */
export type Int64 = number | bigint;

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
/** What JavaScript would take for a number and nobody else. */
const OTHER_BASE = /^\s*0[box]/i;
/** No longer than an integer of 64 bits with a few zeros before: digits cost time. */
const INTEGER_TEXT = /^[+-]?\d{1,40}$/;

const toInt64 = (value: unknown): Int64 | undefined => {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? value : undefined;
  }
  if (typeof value === 'string' && INTEGER_TEXT.test(value)) {
    return toInt64(BigInt(value));
  }
  if (typeof value === 'bigint' && value >= INT64_MIN && value <= INT64_MAX) {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  return undefined;
};

const toDouble = (value: unknown): number | undefined => {
  if (typeof value === 'number') {
    return value;
  }
  if (typeof value === 'bigint') {
    return Number(value);
  }
  if (
    typeof value !== 'string' ||
    value.trim() === '' ||
    OTHER_BASE.test(value)
  ) {
    return undefined;
  }
  const number = Number(value);
  return Number.isNaN(number) && value !== 'NaN' ? undefined : number;
};

const parsed = <T>(
  type: 'integer' | 'number' | 'boolean',
  parse: (value: unknown) => T | undefined
) =>
  z
    .unknown()
    .transform((value, context): T => {
      const result = parse(value);
      if (result === undefined) {
        context.issues.push({
          code: 'invalid_type',
          expected: type === 'integer' ? 'int' : type,
          input: value
        });
        return z.NEVER;
      }
      return result;
    })
    .meta({ type });

/** An integer, also written as text (`"12"`), exact over the whole 64-bit range. */
export const int64 = parsed('integer', toInt64);

/** An integer that fits a JavaScript number: sizes, limits, offsets. */
export const integer = parsed('integer', value => {
  const result = toInt64(value);
  return typeof result === 'number' ? result : undefined;
});

/** A floating point number, also written as text, with `"NaN"` and `"Infinity"`. */
export const double = parsed('number', toDouble);

/** True or false, also as the text of a query string. */
export const boolean = parsed('boolean', value => {
  if (typeof value === 'boolean') {
    return value;
  }
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  return text === 'true' ? true : text === 'false' ? false : undefined;
});

export const text = z.string();

/** MLflow takes an empty required text for a missing one. */
export const requiredText = z.string().min(1);

export const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);

/** A list in a query string, where one value stands for a list of one. */
export const queryList = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    value =>
      value === undefined ? [] : typeof value === 'string' ? [value] : value,
    z.array(item)
  );

/** An enumeration by name, or by protobuf number as older clients send it. */
export const enumeration = <const T extends readonly [string, ...string[]]>(
  names: T,
  numbers: Record<number, T[number]>
) =>
  z.preprocess(
    value =>
      (typeof value === 'object' ? undefined : numbers[Number(value)]) ?? value,
    z.enum(names as unknown as [T[number], ...T[number][]])
  );

/** A metric value in a reply: what JSON has no number for is text. */
export const replyDouble = z.union([z.number(), z.literal('NaN')]);
