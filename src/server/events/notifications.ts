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
  const room = MAX_BYTES - bytesOf({ from, changes: [] });
  const groups: Change[][] = [];
  let left = 0;
  for (const change of changes) {
    const told = bytesOf(change) < room ? change : coarse(change);
    const bytes = bytesOf(told) + 1; // a comma
    if (bytes > left) {
      groups.push([]);
      left = room;
    }
    groups.at(-1)!.push(told);
    left -= bytes;
  }
  return groups.map(group => toPayload({ from, changes: group }));
};

export const toPayload = (notification: Notification): string =>
  JSON.stringify(notification);

export const fromPayload = (payload: string): Notification =>
  JSON.parse(payload);

const bytesOf = (value: object): number =>
  Buffer.byteLength(JSON.stringify(value));

/** That something of a kind changed, without saying what: names can be as long as they like. */
const coarse = ({ entity, action }: Change): Change => ({ entity, action });
