import type { FileHandle } from 'node:fs/promises';

const EVERY_BYTES = 8 * 1024 * 1024;

/**
 * Passes chunks on to a file and has the disk write them while more arrive, so that the flush at the
 * end finds little left to do. A flush that fails is told here: the system tells it only once.
 */
export const flushingEarly = (file: FileHandle) =>
  async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let unflushed = 0;
    let isFlushing = false;
    let flushed = Promise.resolve();
    const flush = async () => {
      isFlushing = true;
      await file.datasync();
      isFlushing = false;
    };
    for await (const chunk of chunks) {
      yield chunk;
      unflushed += chunk.length;
      if (unflushed >= EVERY_BYTES && !isFlushing) {
        unflushed = 0;
        flushed = flush();
        // Looked at once all has arrived.
        flushed.catch(() => {});
      }
    }
    await flushed;
  };
