import { Readable } from 'node:stream';
import type { ChangeEvent, ChangeFeed } from './change-feed.js';

const HEARTBEAT_MS = 15_000;
/** A client that reads so slowly starts again, and asks for everything anew. */
const MAX_UNREAD_BYTES = 1024 * 1024;

/** The feed as server-sent events, from after `lastEventId` on where that is known. */
export const eventStream = (
  feed: ChangeFeed,
  lastEventId: string | undefined
): Readable => {
  const stream = new Readable({ read: () => {} });
  const send = (text: string) => {
    stream.push(text);
    if (stream.readableLength > MAX_UNREAD_BYTES) {
      stream.destroy();
    }
  };
  const sendChanges = (events: readonly ChangeEvent[]) =>
    events.forEach(({ id, change }) =>
      send(`id: ${id}\n${format('change', change)}`)
    );

  send(format('hello', { server_id: feed.serverId }));
  const missed = lastEventId === undefined ? [] : feed.since(lastEventId);
  if (missed) {
    sendChanges(missed);
  } else {
    send(RESYNC);
  }
  const unsubscribe = feed.subscribe({
    changed: sendChanges,
    missed: () => send(RESYNC)
  });
  const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS);
  stream.once('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
  });
  return stream;
};

const format = (event: string, data: object) =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

const RESYNC = format('resync', {});
