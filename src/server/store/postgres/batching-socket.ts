import { Socket } from 'node:net';

/** A socket that sends what is written in one go of the event loop with one call of the system. */
export const batchingSocket = (): Socket => {
  const socket = new Socket();
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  let waiting = false;
  const batchingWrite = (...args: unknown[]): boolean => {
    if (!waiting) {
      waiting = true;
      socket.cork();
      process.nextTick(() => {
        waiting = false;
        socket.uncork();
      });
    }
    return write(...args);
  };
  return Object.assign(socket, { write: batchingWrite as Socket['write'] });
};
