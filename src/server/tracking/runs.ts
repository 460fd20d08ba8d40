import { randomUUID } from 'node:crypto';
import {
  invalidParameter,
  notFound,
  TrackbookError
} from '../../api/errors.js';
import type { KeyValue, LifecycleStage } from '../../api/entities.js';
import type { RunStatus } from '../../api/runs.js';
import type { Int64 } from '../../api/scalars.js';
import type { Change } from '../../api/trackbook.js';
import { lastOfEachKey } from '../store/last-of-each-key.js';
import { setTags } from '../store/queries/params-and-tags.js';
import * as store from '../store/queries/runs.js';
import { isRowId } from '../store/row-id.js';
import type { RunRow } from '../store/schema.js';
import type { RunPlace, Tx } from '../store/tx.js';
import {
  parseExperimentId,
  requireActiveExperiment,
  requireExperiment
} from './experiments.js';
import { hydrateRuns, newRun, type HydratedRun } from './hydrate-runs.js';
import { randomRunName } from './run-name.js';
import { requireNoRepeats } from './run-values.js';

export const RUN_NAME_TAG = 'mlflow.runName';

export const createRun = async (
  tx: Tx,
  input: {
    experimentId: string;
    userId: string;
    name: string;
    startTime?: Int64;
    tags: KeyValue[];
  }
): Promise<HydratedRun> => {
  if (input.experimentId === '') {
    // MLflow takes it for the default one until it stores the run.
    requireActiveExperiment(await requireExperiment(tx, '0'));
    throw new TrackbookError(
      'BAD_REQUEST',
      "A new run needs an 'experiment_id'. (FOREIGN KEY constraint failed)"
    );
  }
  // Unlike tags that are set later, those of a new run are taken as they are.
  const { tags } = input;
  await requireFit(tx, input);
  const name = input.name || nameIn(tags) || randomRunName();
  const stored = lastOfEachKey([{ key: RUN_NAME_TAG, value: name }, ...tags]);
  const run = await insertRun(tx, input.experimentId, stored, {
    runId: randomUUID().replaceAll('-', ''),
    experiment: parseExperimentId(input.experimentId),
    name,
    userId: input.userId,
    status: 'RUNNING',
    startTime: input.startTime ?? Date.now()
  });
  store.rememberRun(tx, run);
  reportRun(tx, run, 'created');
  return newRun(run, stored.map(tag => ({ run: run.id, ...tag })).sort(byKey));
};

const requireFit = async (
  tx: Tx,
  input: { experimentId: string; name: string; tags: KeyValue[] }
): Promise<void> => {
  try {
    requireOneName(input.name, input.tags);
    requireNoRepeats(input.tags);
  } catch (refusal) {
    // MLflow speaks of the experiment first.
    requireActiveExperiment(await requireExperiment(tx, input.experimentId));
    throw refusal;
  }
};

/** As they come out of the store. */
const byKey = (a: KeyValue, b: KeyValue): number =>
  Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

const insertRun = async (
  tx: Tx,
  experimentId: string,
  tags: readonly KeyValue[],
  run: store.NewRun
): Promise<RunRow> => {
  if (tx.optimistic && isRowId(run.experiment)) {
    return store.insertRunWithTags(tx, run, tags);
  }
  let inserted = await store.insertRun(tx, run);
  if (!inserted) {
    requireActiveExperiment(await requireExperiment(tx, experimentId));
    // It was restored in between, and stays so now.
    inserted = (await store.insertRun(tx, run))!;
  }
  const { id } = inserted;
  setTags(
    tx,
    tags.map(tag => ({ run: id, ...tag }))
  );
  return inserted;
};

const nameIn = (tags: readonly KeyValue[]): string | undefined =>
  tags.find(({ key }) => key === RUN_NAME_TAG)?.value;

const requireOneName = (name: string, tags: readonly KeyValue[]): void => {
  const tag = nameIn(tags);
  if (name && tag && name !== tag) {
    throw invalidParameter(
      `Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='${name}', mlflow.runName='${tag}').`
    );
  }
};

export const getRun = async (
  tx: Tx,
  input: { runId: string }
): Promise<HydratedRun> =>
  (await hydrateRuns(tx, [await requireRun(tx, input.runId)]))[0];

export const updateRun = async (
  tx: Tx,
  input: {
    runId: string;
    status?: RunStatus;
    endTime?: Int64;
    name?: string;
  }
): Promise<RunRow> => {
  const changes = {
    ...(input.status && { status: input.status }),
    ...(input.endTime !== undefined && { end_time: input.endTime }),
    ...(input.name && { name: input.name })
  };
  const recalled = store.recallRun(tx, input.runId);
  if (recalled) {
    noteUpdate(tx, recalled, input.name);
    return store.updateActiveRun(tx, recalled, changes);
  }
  const run = await rememberActiveRun(tx, input.runId);
  noteUpdate(tx, run, input.name);
  if (Object.keys(changes).length > 0) {
    store.updateRun(tx, run.id, changes);
  }
  return { ...run, ...changes };
};

/** A run's name is a tag, too. */
const noteUpdate = (tx: Tx, run: RunPlace, name?: string): void => {
  if (name) {
    setTags(tx, [{ run: run.id, key: RUN_NAME_TAG, value: name }]);
  }
  reportRun(tx, run, 'updated', ['status']);
};

export const deleteRun = (tx: Tx, input: { runId: string }) =>
  moveRun(tx, input.runId, 'deleted');

export const restoreRun = (tx: Tx, input: { runId: string }) =>
  moveRun(tx, input.runId, 'active');

const moveRun = async (
  tx: Tx,
  runId: string,
  stage: LifecycleStage
): Promise<void> => {
  const run = await requireRun(tx, runId);
  await store.setRunStage(tx, run.id, stage);
  reportRun(tx, run, stage === 'deleted' ? 'deleted' : 'updated', ['status']);
};

/** Deletes or restores many runs; those that are so already, or unknown, are left out. */
export const changeRuns = async (
  tx: Tx,
  input: { runIds: string[]; action: 'delete' | 'restore' }
): Promise<string[]> => {
  const stage = input.action === 'delete' ? 'deleted' : 'active';
  const runs = await store.findRuns(tx, input.runIds);
  const others = runs.filter(run => run.lifecycle_stage !== stage);
  for (const run of others) {
    await moveRun(tx, run.run_id, stage);
  }
  return others.map(run => run.run_id);
};

export const requireRun = async (tx: Tx, runId: string): Promise<RunRow> => {
  const run = await store.findRun(tx, runId);
  if (!run) {
    throw notFound(`Run with id=${runId} not found`);
  }
  return run;
};

/** A run that may still be written to. */
export const requireActiveRun = async (
  tx: Tx,
  runId: string
): Promise<RunRow> => {
  const run = await requireRun(tx, runId);
  if (run.lifecycle_stage !== 'active') {
    throw invalidParameter(
      `The run ${runId} must be in the 'active' state. Current state is ${run.lifecycle_stage}.`
    );
  }
  return run;
};

/** As `requireActiveRun`, for who only adds to the run. */
export const requireRunToAddTo = async (
  tx: Tx,
  runId: string
): Promise<RunPlace> => {
  const recalled = store.recallRun(tx, runId);
  if (recalled) {
    store.insistOnRun(tx, recalled);
    return recalled;
  }
  return rememberActiveRun(tx, runId);
};

const rememberActiveRun = async (tx: Tx, runId: string): Promise<RunRow> => {
  const run = await requireActiveRun(tx, runId);
  store.rememberRun(tx, run);
  return run;
};

export const reportRun = (
  tx: Tx,
  run: RunPlace,
  action: Change['action'],
  parts?: Change['parts']
) =>
  tx.changed({
    entity: 'run',
    action,
    experiment_id: String(run.experiment),
    run_id: run.run_id,
    ...(parts && { parts })
  });
