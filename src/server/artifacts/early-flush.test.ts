import type { FileHandle } from 'node:fs/promises';
import { flushingEarly } from './early-flush.js';

const MEGABYTE = Buffer.alloc(1024 * 1024);

const chunks = async function* (count: number) {
  for (let i = 0; i < count; i++) {
    yield MEGABYTE;
  }
};

const passed = async (count: number, datasync: () => Promise<void>) => {
  let megabytes = 0;
  const file = { datasync } as FileHandle;
  for await (const chunk of flushingEarly(file)(chunks(count))) {
    megabytes += chunk.length / MEGABYTE.length;
  }
  return megabytes;
};

describe('an early flush', () => {
  it('happens every few megabytes, and passes on all that comes', async () => {
    const datasync = jest.fn(() => Promise.resolve());
    expect(await passed(33, datasync)).toBe(33);
    expect(datasync.mock.calls.length).toBe(4);
  });

  it('is not begun while another is under way, and is waited for', async () => {
    let finish = () => {};
    const datasync = jest.fn(
      () => new Promise<void>(resolve => (finish = resolve))
    );
    let isOver = false;
    const all = passed(33, datasync).then(() => (isOver = true));
    await new Promise(setImmediate);
    expect(isOver).toBe(false);
    finish();
    await all;
    expect(datasync).toHaveBeenCalledTimes(1);
  });

  it('that fails fails the upload', async () => {
    const failing = () => Promise.reject(new Error('EIO'));
    await expect(passed(33, failing)).rejects.toThrow('EIO');
    expect(await passed(7, failing)).toBe(7);
  });
});
