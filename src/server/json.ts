import { invalidParameter, TrackbookError } from '../api/errors.js';

/**
 * Integers of 16 digits or more, which a number may not hold exactly, and escaped halves of
 * surrogate pairs, of which the other half may be missing.
 */
const NEEDS_CARE = /[:[,\s-]\d{16,}\s*[,}\]]|\\u[dD][89a-fA-F]/;

/** JSON to values; integers that a number cannot hold become bigints. */
export const parseJson = (text: string): unknown => {
  try {
    return NEEDS_CARE.test(text) ? JSON.parse(text, checked) : JSON.parse(text);
  } catch (error) {
    if (error instanceof TrackbookError) {
      throw error;
    }
    throw error instanceof RangeError
      ? tooDeep()
      : invalidParameter(
          `The request body is not valid JSON: ${(error as Error).message}`
        );
  }
};

const checked = (
  key: string,
  value: unknown,
  context?: { source?: string }
): unknown => {
  requireWholeCharacters(key);
  switch (typeof value) {
    case 'string':
      requireWholeCharacters(value);
      return value;
    case 'number':
      return exact(value, context?.source ?? '');
    default:
      return value;
  }
};

const exact = (value: number, source: string): number | bigint =>
  Number.isInteger(value) &&
  !Number.isSafeInteger(value) &&
  /^-?\d+$/.test(source)
    ? BigInt(source)
    : value;

/** Half a surrogate pair is no character: a database would store another one for it. */
const requireWholeCharacters = (text: string): void => {
  if (/\p{Surrogate}/u.test(text)) {
    throw invalidParameter(
      'The request body holds half of a surrogate pair, which is no character.'
    );
  }
};

const MAX_DEPTH = 1000;
/** Parsing less takes no time worth mentioning, however deep. */
const HARMLESS_BYTES = 256 * 1024;

const [BACKSLASH, QUOTE, BRACKET, BRACE, BRACKET_END, BRACE_END] =
  Buffer.from('\\"[{]}');

/** Refuses what is nested so deeply that its mere parsing would hold up everybody for seconds. */
export const requireShallow = (json: Uint8Array): void => {
  if (json.length <= HARMLESS_BYTES) {
    return;
  }
  let depth = 0;
  let inText = false;
  for (let i = 0; i < json.length; i++) {
    const byte = json[i];
    if (inText) {
      if (byte === BACKSLASH) {
        i++;
      } else if (byte === QUOTE) {
        inText = false;
      }
    } else if (byte === QUOTE) {
      inText = true;
    } else if (byte === BRACKET || byte === BRACE) {
      if (++depth > MAX_DEPTH) {
        throw tooDeep();
      }
    } else if (byte === BRACKET_END || byte === BRACE_END) {
      depth--;
    }
  }
};

const tooDeep = () =>
  invalidParameter('The request body is nested too deeply.');

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
