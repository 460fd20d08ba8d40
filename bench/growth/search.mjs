import { filteredSearch, newestRuns } from '../workloads/search.mjs';

const SEARCHES = [
  {
    id: 'search',
    chart: 'search by metric and param, sorted, 100 results',
    workload: filteredSearch
  },
  {
    id: 'newest',
    chart: 'newest 1,000 runs, 35 values each',
    workload: newestRuns
  }
];

/** The two searches of the main table, as their experiment grows. */
export const searches = sizes => ({
  size: 'runs',
  sizes,
  prepare: async () => ({ runs: 0 }),

  async grow(server, state, size) {
    await server.fill(state.runs, size);
    state.runs = size;
  },

  measures: SEARCHES.map(({ id, chart, workload }) => ({
    id,
    chart,
    async take(server, _state, scale, size) {
      const search = workload(size);
      return search.measure(server, await search.prepare(server), scale);
    }
  })),

  async verify(server, _state, size) {
    for (const { workload } of SEARCHES) {
      const search = workload(size);
      await search.verify(server, await search.prepare(server));
    }
  }
});
