import { invalidParameter, notFound } from '../../api/errors.js';
import * as store from '../store/queries/maintenance.js';
import { findRuns } from '../store/queries/runs.js';
import type { Tx } from '../store/tx.js';
import { requireExperiment } from './experiments.js';

/** What is wrong with the records of a store, in words. */
export const findInconsistencies = async (
  tx: Tx,
  _: object
): Promise<string[]> => [
  ...(await store.findStaleMetrics(tx)).map(
    ({ run_id, key }) =>
      `the latest value of metric '${key}' of run ${run_id} is not the last of its history`
  ),
  ...(await store.findMetricsWithoutLatest(tx)).map(
    ({ run_id, key }) =>
      `metric '${key}' of run ${run_id} has a history and no latest value`
  ),
  ...lostRuns(await store.countLostRuns(tx))
];

const lostRuns = (count: number): string[] =>
  count === 0
    ? []
    : [`there are metric points of ${count} runs that do not exist`];

export interface Garbage {
  runs: Owner[];
  loggedModels: Owner[];
  experiments: { id: number; name: string }[];
}

export interface Owner {
  id: string;
  name: string;
  artifactUri: string;
}

/**
 * What is in the trash since before a time; only of the given runs and experiments, if there are
 * any. Runs that are named have to be in the trash, experiments too.
 */
export const findGarbage = async (
  tx: Tx,
  input: {
    before: number;
    runIds?: readonly string[];
    experimentIds?: readonly string[];
  }
): Promise<Garbage> => {
  const { before, runIds, experimentIds } = input;
  const named = runIds !== undefined || experimentIds !== undefined;
  const experiments = named
    ? await deletedExperiments(tx, experimentIds ?? [])
    : await store.findDeletedExperiments(tx, before);
  const ids = experiments.map(({ id }) => id);
  const deleted = named
    ? await deletedRuns(tx, runIds ?? [])
    : await store.findDeletedRuns(tx, before);
  const runs = new Map(
    [...deleted, ...(await store.findRunsOfExperiments(tx, ids))].map(run => [
      run.run_id,
      run
    ])
  );
  const models = await store.findDeletedLoggedModels(tx, {
    before: named ? -1 : before,
    experiments: ids
  });
  return {
    runs: [...runs.values()].map(run => ({
      id: run.run_id,
      name: run.name,
      artifactUri: run.artifact_uri
    })),
    loggedModels: models.map(model => ({
      id: model.model_id,
      name: model.name,
      artifactUri: model.artifact_uri
    })),
    experiments: experiments.map(({ id, name }) => ({ id, name }))
  };
};

const deletedExperiments = async (tx: Tx, ids: readonly string[]) => {
  const found = [];
  for (const id of ids) {
    const experiment = await requireExperiment(tx, id);
    if (experiment.lifecycle_stage !== 'deleted') {
      throw invalidParameter(
        `Experiment ${id} is not deleted. Delete it first, then run this again.`
      );
    }
    found.push(experiment);
  }
  return found;
};

const deletedRuns = async (tx: Tx, ids: readonly string[]) => {
  const found = await findRuns(tx, ids);
  const known = new Set(found.map(run => run.run_id));
  const missing = ids.find(id => !known.has(id));
  if (missing !== undefined) {
    throw notFound(`There is no run ${missing}.`);
  }
  const active = found.find(run => run.lifecycle_stage !== 'deleted');
  if (active) {
    throw invalidParameter(
      `Run ${active.run_id} is not deleted. Delete it first, then run this again.`
    );
  }
  return found;
};

/** Takes away for good what is still in the trash; gives the runs and logged models that were. */
export const removeGarbage = async (
  tx: Tx,
  input: {
    runIds: readonly string[];
    modelIds: readonly string[];
    experimentIds: readonly number[];
  }
): Promise<string[]> => {
  const runs = await store.removeRuns(tx, input.runIds);
  const models = await store.removeLoggedModels(tx, input.modelIds);
  await store.removeExperiments(tx, input.experimentIds);
  return [...runs, ...models];
};
