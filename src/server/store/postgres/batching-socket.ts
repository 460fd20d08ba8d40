import { Socket } from 'node:net';

/** A socket that sends what is written in one go of the event loop with one call of the system. */
export class BatchingSocket extends Socket {
  #waiting = false;

  override write(...args: Parameters<Socket['write']>): boolean {
    if (!this.#waiting) {
      this.#waiting = true;
      this.cork();
      process.nextTick(() => {
        this.#waiting = false;
        this.uncork();
      });
    }
    return super.write(...args);
  }
}
