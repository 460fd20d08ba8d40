import type { Writable } from 'node:stream';

/**
 * Has a stream send what is written in one go of the event loop with one call of the system. A socket
 * has to be connected, which would undo it.
 */
export const batchWrites = (stream: Writable): void => {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  let waiting = false;
  const batchingWrite = (...args: unknown[]): boolean => {
    if (!waiting) {
      waiting = true;
      stream.cork();
      process.nextTick(() => {
        waiting = false;
        stream.uncork();
      });
    }
    return write(...args);
  };
  Object.assign(stream, { write: batchingWrite });
};
