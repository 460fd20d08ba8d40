/**
 * Loaded into a server under test by `node --expose-gc --import`: at SIGUSR2 each thread collects its
 * garbage and appends what it still holds to the file MEMORY_LOG, as a line of JSON:
 * `{thread, mb}`. What a heap holds before a collection says more of V8's mood than of the server.
 */
import { appendFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';
import { BroadcastChannel, isMainThread, threadId } from 'node:worker_threads';

const channel = new BroadcastChannel('collected-memory');
channel.unref();

function collect() {
  globalThis.gc();
  const { used_heap_size, external_memory } = getHeapStatistics();
  const mb = (used_heap_size + external_memory) / 1024 / 1024;
  const line = JSON.stringify({ thread: threadId, mb });
  appendFileSync(process.env.MEMORY_LOG, `${line}\n`);
}

if (isMainThread) {
  process.on('SIGUSR2', () => {
    channel.postMessage('collect');
    collect();
  });
} else {
  channel.onmessage = collect;
}
