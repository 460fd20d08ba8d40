import type { Change } from '../../api/trackbook.js';

/** What one server process tells the others. */
export interface Notification {
  from: string;
  changes: Change[];
  /** It is about to stop: its silence will mean nothing. */
  leaving?: boolean;
}

/** PostgreSQL takes less than 8,000 bytes at once. */
const MAX_BYTES = 7900;

/** The fewest texts that carry all changes, in their order. */
export const toPayloads = (
  from: string,
  changes: readonly Change[]
): string[] => {
  const payloads: string[] = [];
  let waiting: Change[] = [];
  for (const change of changes) {
    if (!fits(from, [...waiting, change])) {
      payloads.push(toPayload({ from, changes: waiting }));
      waiting = [];
    }
    waiting.push(fits(from, [change]) ? change : coarse(change));
  }
  return waiting.length > 0
    ? [...payloads, toPayload({ from, changes: waiting })]
    : payloads;
};

export const toPayload = (notification: Notification): string =>
  JSON.stringify(notification);

export const fromPayload = (payload: string): Notification =>
  JSON.parse(payload);

const fits = (from: string, changes: Change[]): boolean =>
  Buffer.byteLength(toPayload({ from, changes })) <= MAX_BYTES;

/** That something of a kind changed, without saying what: names can be as long as they like. */
const coarse = ({ entity, action }: Change): Change => ({ entity, action });
