import { Lanes } from './lanes.js';

describe('Lanes', () => {
  it('does what waits about one subject as one group, in order', async () => {
    const groups: string[][] = [];
    const lanes = new Lanes<string, string>(2, async group => {
      groups.push([...group]);
      return group.map(item => item.toUpperCase());
    });
    const results = await Promise.all(
      ['a', 'b', 'c'].map(item => lanes.run('subject', item))
    );
    expect(results).toEqual(['A', 'B', 'C']);
    expect(groups).toEqual([['a', 'b', 'c']]);
  });

  it('lets lanes go on side by side', async () => {
    let finish = () => {};
    const slow = new Promise<void>(resolve => (finish = resolve));
    const lanes = new Lanes<string, string>(2, async ([item]) => {
      if (item === 'slow') {
        await slow;
      }
      return [item];
    });
    const first = lanes.run(undefined, 'slow');
    await expect(lanes.run(undefined, 'quick')).resolves.toBe('quick');
    finish();
    await expect(first).resolves.toBe('slow');
  });

  it('has nothing wait for another subject while a lane is idle', async () => {
    let finish = () => {};
    const slow = new Promise<void>(resolve => (finish = resolve));
    const done: string[] = [];
    const lanes = new Lanes<string, void>(2, async group => {
      if (group.includes('slow')) {
        await slow;
      }
      done.push(...group);
      return group.map(() => undefined);
    });
    const first = lanes.run('a', 'slow');
    const second = lanes.run('a', 'after it');
    for (const subject of ['b', 'c', 'd']) {
      await lanes.run(subject, subject);
    }
    finish();
    await Promise.all([first, second]);
    expect(done).toEqual(['b', 'c', 'd', 'slow', 'after it']);
  }, 1000);

  it('goes on after work that failed', async () => {
    const lanes = new Lanes<number, number>(1, async ([item]) => {
      if (item === 0) {
        throw new Error('no');
      }
      return [item];
    });
    await expect(lanes.run(undefined, 0)).rejects.toThrow('no');
    await expect(lanes.run(undefined, 1)).resolves.toBe(1);
    await lanes.idle();
  });
});
