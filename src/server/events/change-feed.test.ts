import type { Change } from '../../api/trackbook.js';
import type { ChangeBus } from './change-bus.js';
import { ChangeFeed, type ChangeEvent } from './change-feed.js';

class FakeBus implements ChangeBus {
  readonly sent: Change[] = [];
  receive: (changes: readonly Change[]) => void = () => {};
  lose: () => void = () => {};

  send(changes: readonly Change[]) {
    this.sent.push(...changes);
  }

  onReceive(listener: (changes: readonly Change[]) => void) {
    this.receive = listener;
  }

  onGap(listener: () => void) {
    this.lose = listener;
  }

  async close() {}
}

describe('ChangeFeed', () => {
  let feed: ChangeFeed;
  let bus: FakeBus;
  let heard: ChangeEvent[];
  let gaps: number;

  beforeEach(() => {
    jest.useFakeTimers();
    bus = new FakeBus();
    feed = new ChangeFeed(bus);
    heard = [];
    gaps = 0;
    feed.subscribe({
      changed: events => heard.push(...events),
      missed: () => gaps++
    });
  });

  afterEach(() => {
    feed.close();
    jest.useRealTimers();
  });

  const run = (run_id: string, part: 'metrics' | 'tags'): Change => ({
    entity: 'run',
    action: 'updated',
    run_id,
    parts: [part]
  });

  it('makes one event of what happens to a run in a moment', () => {
    feed.add([{ entity: 'run', action: 'created', run_id: 'a' }]);
    feed.add([run('a', 'metrics'), run('b', 'tags')]);
    feed.add([run('a', 'tags'), run('a', 'metrics')]);
    expect(heard).toEqual([]);
    jest.advanceTimersByTime(250);
    expect(heard.map(({ change }) => change)).toEqual([
      {
        entity: 'run',
        action: 'created',
        run_id: 'a',
        parts: ['metrics', 'tags']
      },
      run('b', 'tags')
    ]);
  });

  it('knows what happened after an event of its own', () => {
    feed.add([run('a', 'tags')]);
    jest.advanceTimersByTime(250);
    feed.add([run('b', 'tags')]);
    jest.advanceTimersByTime(250);
    expect(feed.since(heard[0].id)).toEqual([heard[1]]);
    expect(feed.since(heard[1].id)).toEqual([]);
    expect(feed.since('another-server/1')).toBeUndefined();
    expect(feed.since(`${feed.serverId}/99`)).toBeUndefined();
  });

  it('tells other servers what happens here, and listeners what happens there', () => {
    feed.add([run('a', 'tags')]);
    bus.receive([run('b', 'tags')]);
    jest.advanceTimersByTime(250);
    expect(bus.sent).toEqual([run('a', 'tags')]);
    expect(heard.map(({ change }) => change.run_id)).toEqual(['a', 'b']);
  });

  it('claims to know nothing of a gap', () => {
    feed.add([run('a', 'tags')]);
    jest.advanceTimersByTime(250);
    bus.lose();
    expect(gaps).toBe(1);
    expect(feed.since(heard[0].id)).toBeUndefined();
    feed.add([run('b', 'tags')]);
    jest.advanceTimersByTime(250);
    expect(feed.since(heard[0].id)).toBeUndefined();
    expect(feed.since(heard[1].id)).toEqual([]);
  });

  it('forgets what is long ago', () => {
    for (let i = 0; i < 2100; i++) {
      feed.add([run(`run ${i}`, 'tags')]);
    }
    jest.advanceTimersByTime(250);
    expect(feed.since(heard[0].id)).toBeUndefined();
    expect(feed.since(heard[2000].id)).toHaveLength(99);
  });
});
