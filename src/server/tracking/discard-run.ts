import { invalidParameter } from '../../api/errors.js';
import type { RunRow } from '../store/schema.js';
import * as store from '../store/queries/discard.js';
import {
  removeLoggedModels,
  removeRuns
} from '../store/queries/maintenance.js';
import { updateLoggedModel } from '../store/queries/logged-models.js';
import { lockRun, setRunStage } from '../store/queries/runs.js';
import type { Tx } from '../store/tx.js';
import type { Owner } from './maintenance.js';
import { reportRun, requireRun } from './runs.js';

/** Long enough for a clock or a queue that is behind, too short for a result that someone relies on. */
const DISCARDABLE_FOR = 5 * 60_000;

type Discard = { runId: string };

/** What a discard would take away: the run, and the models that it logged. */
export const ownersOfDiscard = async (
  tx: Tx,
  input: Discard
): Promise<Owner[]> => ownersOf(await discardable(tx, input.runId));

/** Takes a run that has just ended away for good, with all that belongs to it. */
export const discardRun = async (tx: Tx, input: Discard): Promise<Owner[]> => {
  const { id } = await requireRun(tx, input.runId);
  await lockRun(tx, id);
  const { run, models } = await discardable(tx, input.runId);
  // What is taken away for good has to be in the trash.
  for (const model of models) {
    await updateLoggedModel(tx, model.id, { lifecycle_stage: 'deleted' });
  }
  await removeLoggedModels(
    tx,
    models.map(({ model_id }) => model_id)
  );
  await setRunStage(tx, run.id, 'deleted');
  await removeRuns(tx, [run.run_id]);
  models.forEach(({ model_id, experiment }) =>
    tx.changed({
      entity: 'logged_model',
      action: 'deleted',
      model_id,
      experiment_id: String(experiment)
    })
  );
  reportRun(tx, run, 'deleted');
  return ownersOf({ run, models });
};

type Discardable = {
  run: RunRow;
  models: Awaited<ReturnType<typeof store.loggedModelsOfRun>>;
};

/** Throws why the run stays. */
const discardable = async (tx: Tx, runId: string): Promise<Discardable> => {
  const run = await requireRun(tx, runId);
  requireJustEnded(run);
  const models = await store.loggedModelsOfRun(tx, runId);
  const version = await store.findVersionMadeOf(tx, {
    runId,
    modelIds: models.map(model => model.model_id),
    artifactUris: [run, ...models].map(owner => owner.artifact_uri)
  });
  if (version) {
    throw kept(
      run,
      `version ${version.version} of the registered model '${version.name}' was made of it`
    );
  }
  if (await store.hasChildRuns(tx, run)) {
    throw kept(run, 'other runs are its children');
  }
  return { run, models };
};

const requireJustEnded = (run: RunRow) => {
  if (run.status === 'RUNNING' || run.status === 'SCHEDULED') {
    throw kept(run, 'it has not ended');
  }
  const endedAt = Number(run.end_time ?? run.start_time ?? 0);
  if (Date.now() - endedAt > DISCARDABLE_FOR) {
    throw kept(run, 'it ended more than five minutes ago');
  }
};

const kept = (run: RunRow, reason: string) =>
  invalidParameter(
    `Run '${run.name}' is not discarded, because ${reason}. It can be deleted, which moves it to the trash.`
  );

const ownersOf = ({ run, models }: Discardable): Owner[] => [
  { id: run.run_id, name: run.name, artifactUri: run.artifact_uri },
  ...models.map(model => ({
    id: model.model_id,
    name: model.name,
    artifactUri: model.artifact_uri
  }))
];
