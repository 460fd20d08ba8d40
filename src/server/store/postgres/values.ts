import pg from 'pg';
import type { Int64 } from '../../../api/scalars.js';

/** A value as it is sent: as the text that PostgreSQL reads it from. */
export const toBound = (value: unknown): string | null => {
  if (typeof value === 'string') {
    return value;
  }
  if (Array.isArray(value)) {
    return `{${value.map(toElement).join()}}`;
  }
  return value === null || value === undefined ? null : String(value);
};

const toElement = (value: unknown): string => {
  if (typeof value === 'string') {
    return `"${SPECIAL.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`;
  }
  return value === null ? 'NULL' : String(value);
};

const SPECIAL = /["\\]/;

const { INT8 } = pg.types.builtins;

/** Numbers of 64 bits come as numbers where these are exact, as bigints elsewhere. */
const toInt64 = (text: string): Int64 => {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
};

/** How values are read from what PostgreSQL answers. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === INT8
      ? toInt64
      : pg.types.getTypeParser(
          oid,
          format
        )) as pg.CustomTypesConfig['getTypeParser']
};
