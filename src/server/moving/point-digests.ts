import type { Int64 } from '../../api/scalars.js';
import type { PointRecord } from './records.js';

/** Sums over points in any order: the same points have the same sums. */
interface Digest {
  count: number;
  /** Two sums modulo 2^32 of different hashes. */
  first: number;
  second: number;
}

/** Tells whether two stores hold the same points, metric by metric, without keeping them. */
export class PointDigests {
  readonly #runs = new Map<string, Map<string, Digest>>();

  add([runId, key, step, timestamp, value]: PointRecord): void {
    const digest = this.#digest(runId, key);
    const [first, second] = hash(step, timestamp, value);
    digest.count += 1;
    digest.first = (digest.first + first) >>> 0;
    digest.second = (digest.second + second) >>> 0;
  }

  count(): number {
    let count = 0;
    for (const metrics of this.#runs.values()) {
      for (const digest of metrics.values()) {
        count += digest.count;
      }
    }
    return count;
  }

  /** The metrics that `other` has not with the same points. */
  differencesFrom(
    other: PointDigests
  ): { runId: string; key: string; count: number; otherCount: number }[] {
    const found = [];
    for (const [runId, metrics] of this.#runs) {
      for (const [key, digest] of metrics) {
        const theirs = other.#runs.get(runId)?.get(key);
        if (
          digest.count !== theirs?.count ||
          digest.first !== theirs.first ||
          digest.second !== theirs.second
        ) {
          const otherCount = theirs?.count ?? 0;
          found.push({ runId, key, count: digest.count, otherCount });
        }
      }
    }
    return found;
  }

  /** In a form that may be sent to another thread. */
  toJSON(): PointDigestsJson {
    return [...this.#runs].flatMap(([runId, metrics]) =>
      [...metrics].map(
        ([key, { count, first, second }]) =>
          [runId, key, count, first, second] as const
      )
    );
  }

  static fromJSON(json: PointDigestsJson): PointDigests {
    const digests = new PointDigests();
    for (const [runId, key, count, first, second] of json) {
      Object.assign(digests.#digest(runId, key), { count, first, second });
    }
    return digests;
  }

  #digest(runId: string, key: string): Digest {
    let metrics = this.#runs.get(runId);
    if (!metrics) {
      this.#runs.set(runId, (metrics = new Map()));
    }
    let digest = metrics.get(key);
    if (!digest) {
      metrics.set(key, (digest = { count: 0, first: 0, second: 0 }));
    }
    return digest;
  }
}

export type PointDigestsJson = (readonly [
  runId: string,
  key: string,
  count: number,
  first: number,
  second: number
])[];

const doubles = new Float64Array(1);
const words = new Uint32Array(doubles.buffer);
const longs = new BigInt64Array(doubles.buffer);

const hash = (step: Int64, timestamp: Int64, value: number) => {
  let first = 0x9e3779b9;
  let second = 0x85ebca6b;
  const mix = () => {
    first = mixed(mixed(first ^ words[0]) ^ words[1]);
    second = mixed(mixed(second ^ words[1]) ^ words[0]);
  };
  setWords(step);
  mix();
  setWords(timestamp);
  mix();
  // Stores do not tell -0 from 0, nor one NaN from another.
  doubles[0] = Number.isNaN(value) ? NaN : value + 0;
  mix();
  return [first, second] as const;
};

const setWords = (value: Int64) => {
  if (typeof value === 'bigint') {
    longs[0] = value;
  } else {
    doubles[0] = value + 0;
  }
};

/** The end of MurmurHash3. */
const mixed = (word: number): number => {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};
