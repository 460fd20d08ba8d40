import type { Change } from '../../api/trackbook.js';
import { ChangeFeed, type ChangeEvent } from './change-feed.js';

describe('ChangeFeed', () => {
  let feed: ChangeFeed;
  let heard: ChangeEvent[];

  beforeEach(() => {
    jest.useFakeTimers();
    feed = new ChangeFeed();
    heard = [];
    feed.subscribe(events => heard.push(...events));
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

  it('forgets what is long ago', () => {
    for (let i = 0; i < 2100; i++) {
      feed.add([run(`run ${i}`, 'tags')]);
    }
    jest.advanceTimersByTime(250);
    expect(feed.since(heard[0].id)).toBeUndefined();
    expect(feed.since(heard[2000].id)).toHaveLength(99);
  });
});
