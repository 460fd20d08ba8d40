import { PointDigests } from './point-digests.js';
import type { PointRecord } from './records.js';

const digestsOf = (...points: PointRecord[]): PointDigests => {
  const digests = new PointDigests();
  points.forEach(point => digests.add(point));
  return digests;
};

const points: PointRecord[] = [
  ['r', 'loss', 0, 1, 0.5],
  ['r', 'loss', 1, 2, 0.25],
  ['r', 'loss', 2n ** 62n, 3, NaN],
  ['r', 'acc', 0, 1, 0.5]
];

describe('PointDigests', () => {
  it('are the same for the same points in another order', () => {
    const other = digestsOf(...points.toReversed());
    expect(digestsOf(...points).differencesFrom(other)).toEqual([]);
  });

  it.each<[string, PointRecord]>([
    ['value', ['r', 'loss', 1, 2, 0.2500000001]],
    ['step', ['r', 'loss', 2, 2, 0.25]],
    ['timestamp', ['r', 'loss', 1, 3, 0.25]],
    ['step and timestamp the other way round', ['r', 'loss', 2, 1, 0.25]]
  ])('tell another %s', (_, changed) => {
    const other = digestsOf(points[0], changed, points[2], points[3]);
    expect(digestsOf(...points).differencesFrom(other)).toEqual([
      { runId: 'r', key: 'loss', count: 3, otherCount: 3 }
    ]);
  });

  it('tell a missing point and a missing metric', () => {
    const other = digestsOf(points[0], points[1]);
    expect(digestsOf(...points).differencesFrom(other)).toEqual([
      { runId: 'r', key: 'loss', count: 3, otherCount: 2 },
      { runId: 'r', key: 'acc', count: 1, otherCount: 0 }
    ]);
  });

  it('take both zeros for the same', () => {
    const one = digestsOf(['r', 'a', -0, 5, -0]);
    expect(one.differencesFrom(digestsOf(['r', 'a', 0, 5, 0]))).toEqual([]);
  });

  it('go to another thread and back', () => {
    const back = PointDigests.fromJSON(
      structuredClone(digestsOf(...points).toJSON())
    );
    expect(digestsOf(...points).differencesFrom(back)).toEqual([]);
  });
});
