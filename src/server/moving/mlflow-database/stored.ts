import { PointDigests } from '../point-digests.js';
import type { StoredRecords } from '../target.js';
import type { MlflowDatabaseSource } from './source.js';

/** Looks up what a database of MLflow's holds, by ids. */
export const storedIn = (source: MlflowDatabaseSource): StoredRecords => ({
  runs: ids => source.runsOf(ids),
  points: runs => source.points(runs),
  pointDigests: async runIds => {
    const digests = new PointDigests();
    for await (const page of source.points(runIds)) {
      page.forEach(point => digests.add(point));
    }
    return digests;
  },
  loggedModels: ids => source.loggedModelsOf(ids),
  registeredModels: async names => {
    const wanted = new Set(names);
    const found = [];
    for await (const models of source.registeredModels()) {
      found.push(...models.filter(({ name }) => wanted.has(name)));
    }
    return found;
  }
});
