/**
 * What Trackbook wants to reach, by workload and store, in the workload's unit:
 * on two cores that server, database and load generator share.
 */
const GOALS = {
  'log-batch': { sqlite: 200_000, postgres: 80_000 },
  'log-metric-rate': { sqlite: 8_000, postgres: 2_500 },
  'log-metric-latency': { sqlite: 0.6, postgres: 1.5 },
  'small-run': { sqlite: 2_000, postgres: 800 },
  'search-10000': { sqlite: 4, postgres: 8 },
  'search-50000': { sqlite: 6, postgres: 12 },
  'newest-10000': { sqlite: 45, postgres: 70 },
  'history-100000': { sqlite: 150, postgres: 300 },
  'artifact-up': { sqlite: 350, postgres: 350 },
  'artifact-down': { sqlite: 700, postgres: 700 },
  start: { sqlite: 0.3, postgres: 0.3 },
  'memory-rss': { sqlite: 120, postgres: 120 },
  'database-size': { sqlite: 45, postgres: 120 }
};

/** The goal of a workload on a store; none for workloads of other sizes. */
export const goalOf = (id, store) => GOALS[id]?.[store] ?? null;

export const isMet = (goal, better, value) =>
  better === 'more' ? value >= goal : value <= goal;
