import { Worker } from 'node:worker_threads';
import { WorkerThread } from './worker-thread.js';

const thread = (code: string) =>
  new WorkerThread(
    new Worker(
      `require('node:worker_threads').parentPort.on('message', () => { ${code} })`,
      { eval: true }
    )
  );

describe('a request that cannot be copied', () => {
  it('is refused, and does not keep the next from being answered', async () => {
    const answering = new WorkerThread(
      new Worker(
        `const { parentPort } = require('node:worker_threads');
        parentPort.on('message', requests => requests.includes('close')
          ? process.exit()
          : parentPort.postMessage({
              kind: 'replies',
              replies: requests.map(({ id, name }) => ({ id, value: name })),
              changes: []
            }))`,
        { eval: true }
      )
    );
    await expect(answering.call('first', () => {})).rejects.toThrow('cloned');
    await expect(answering.call('second', {})).resolves.toBe('second');
    await answering.close();
  });
});

describe('a thread that dies', () => {
  it.each([
    ['of an error', "throw new Error('out of luck')", 'out of luck'],
    ['by ending', 'process.exit()', 'The thread has ended.']
  ])('%s leaves no call waiting, now or later', async (_, code, message) => {
    const dying = thread(code);
    const calls = [dying.call('first', {}), dying.call('second', {})];
    expect(dying.alive).toBe(true);
    await expect(calls[0]).rejects.toThrow(message);
    await expect(calls[1]).rejects.toThrow(message);
    expect(dying.alive).toBe(false);
    await expect(dying.call('third', {})).rejects.toThrow(message);
    await dying.close();
  });
});
