import { ceiling } from '../ceiling.mjs';
import { withServers } from '../with-servers.mjs';
import { grow } from './grow.mjs';
import { longRun } from './long-run.mjs';
import { manyKeys } from './many-keys.mjs';
import { registry } from './registry.mjs';
import { searches } from './search.mjs';

export const FULL = {
  rounds: 3,
  seconds: 2,
  runs: [1_000, 10_000, 50_000, 100_000],
  points: [0, 100_000, 1_000_000, 10_000_000],
  keys: [50, 500, 5_000],
  versions: [100, 1_000, 10_000]
};
export const QUICK = {
  rounds: 1,
  seconds: 0.5,
  runs: [100, 1_000],
  points: [0, 10_000, 100_000],
  keys: [50, 500],
  versions: [10, 100]
};

const openingSpread = manyKeys(
  'opening an experiment: 1,000 runs with 50 metrics each',
  { runs: 1000, perRun: () => 50 }
);
const openingFull = manyKeys(
  'opening an experiment: 100 runs, all keys in each',
  { runs: 100, perRun: keys => keys }
);

/** How cost grows with size, on one store: charts and their lines. */
export async function measure({ store, contenders, scale, only }) {
  const [own] = contenders;
  const withRegistry = contenders.filter(
    ({ lacks = [] }) => !lacks.includes('registry')
  );
  const subjects = [
    { subject: searches(scale.runs), among: contenders },
    { subject: longRun(scale.points), among: contenders },
    { subject: registry(scale.versions), among: withRegistry },
    // Only Trackbook has these calls.
    { subject: openingSpread(scale.keys), among: [own] },
    { subject: openingFull(scale.keys), among: [own] }
  ].filter(({ subject }) =>
    subject.measures.some(({ chart }) => chart.includes(only))
  );
  const limit = await ceiling(scale.seconds / 2);
  const charts = [];
  for (const { subject, among } of subjects) {
    const drawn = await withServers(store, among, async servers => {
      for (const server of servers) {
        await server.start();
      }
      return grow(subject, servers, scale);
    });
    charts.push(...drawn);
  }
  return { limit, charts };
}
