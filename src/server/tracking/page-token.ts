import { invalidParameter } from '../../api/errors.js';

/** The offset in a page token; 0 where there is none. */
export const readPageToken = (token: string): number => {
  if (token === '') {
    return 0;
  }
  const text = decodeBase64(token);
  const parsed = parseToken(text);
  const offset = Number(parsed.offset);
  if (!Number.isInteger(offset) || offset < 0) {
    throw invalidParameter(`Invalid page token, invalid offset value: ${text}`);
  }
  return offset;
};

/** A token for what comes after this page; nothing on the last. `found` may exceed the page by one. */
export const nextPageToken = (
  found: number,
  pageSize: number,
  offset: number
): string | undefined =>
  found > pageSize ? pageToken(offset + pageSize) : undefined;

/** Spaced as Python's json writes it, so that tokens are MLflow's. */
const pageToken = (offset: number): string =>
  Buffer.from(`{"offset": ${offset}}`).toString('base64');

const BASE64 = /^(?:[\w+/-]{4})*(?:[\w+/-]{2}==|[\w+/-]{3}=)?$/;

const decodeBase64 = (token: string): string => {
  if (!BASE64.test(token)) {
    throw invalidParameter('Invalid page token, could not base64-decode');
  }
  return Buffer.from(token, 'base64').toString();
};

const parseToken = (text: string): { offset?: unknown } => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalidParameter(`Invalid page token, decoded value=${text}`);
  }
  if (typeof parsed !== 'object' || parsed === null || !('offset' in parsed)) {
    throw invalidParameter(
      `Invalid page token, parsed value=${JSON.stringify(parsed)}`
    );
  }
  return parsed;
};
