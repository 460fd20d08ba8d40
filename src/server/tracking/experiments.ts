import {
  alreadyExists,
  invalidParameter,
  notFound,
  storedAlready
} from '../../api/errors.js';
import type { KeyValue, LifecycleStage } from '../../api/entities.js';
import type { Change } from '../../api/trackbook.js';
import type { ExperimentRow } from '../store/schema.js';
import { setStageOfRunsIn } from '../store/queries/runs.js';
import * as store from '../store/queries/experiments.js';
import type { Tx } from '../store/tx.js';
import { requireArtifactLocation } from './artifact-location-rules.js';
import {
  MAX_EXPERIMENT_NAME_LENGTH,
  MAX_EXPERIMENT_TAG_LENGTH,
  MAX_KEY_LENGTH,
  requireKey,
  requireMaxLength
} from './limits.js';
import { repeatsKey } from './run-values.js';

export interface TaggedExperiment {
  row: ExperimentRow;
  tags: KeyValue[];
}

export const createExperiment = async (
  tx: Tx,
  input: {
    name: string;
    artifactLocation?: string;
    artifactRoot: string;
    tags: KeyValue[];
  }
): Promise<number> => {
  requireMaxLength('name', input.name, MAX_EXPERIMENT_NAME_LENGTH);
  if (input.artifactLocation) {
    requireArtifactLocation(input.artifactLocation);
  }
  input.tags.forEach(requireExperimentTag);
  await requireFreeName(tx, input.name);
  if (repeatsKey(input.tags)) {
    throw alreadyExists(
      `Experiment(name=${input.name}) already exists. Error: its tags repeat a key.`
    );
  }
  const id = await store.insertExperiment(tx, {
    name: input.name,
    artifactLocation: input.artifactLocation ?? '',
    time: Date.now()
  });
  if (!input.artifactLocation) {
    await store.updateExperiment(tx, id, {
      artifact_location: `${input.artifactRoot}/${id}`
    });
  }
  for (const tag of input.tags) {
    await store.setExperimentTag(tx, { experiment: id, ...tag });
  }
  report(tx, { id }, 'created');
  return id;
};

/** MLflow clients expect experiment 0 to be there, named Default. */
export const createDefaultExperiment = async (
  tx: Tx,
  input: { artifactRoot: string }
): Promise<void> => {
  if (!(await store.hasExperiments(tx))) {
    await store.insertExperiment(tx, {
      id: 0,
      name: 'Default',
      artifactLocation: `${input.artifactRoot}/0`,
      time: Date.now()
    });
  }
};

export const getExperiment = async (
  tx: Tx,
  input: { experimentId: string }
): Promise<TaggedExperiment> =>
  withTags(tx, await requireExperiment(tx, input.experimentId));

export const getExperimentByName = async (
  tx: Tx,
  input: { name: string }
): Promise<TaggedExperiment> => {
  const row = await store.findExperimentByName(tx, input.name);
  if (!row) {
    throw notFound(`Could not find experiment with name '${input.name}'`);
  }
  return withTags(tx, row);
};

export const renameExperiment = async (
  tx: Tx,
  input: { experimentId: string; name: string }
): Promise<void> => {
  requireMaxLength('name', input.name, MAX_EXPERIMENT_NAME_LENGTH);
  await store.lockExperiment(tx, parseExperimentId(input.experimentId));
  const experiment = await requireExperiment(tx, input.experimentId);
  if (experiment.lifecycle_stage !== 'active') {
    throw invalidParameter('Cannot rename a non-active experiment.');
  }
  const named = await store.findExperimentByName(tx, input.name);
  if (named && named.id !== experiment.id) {
    throw storedAlready(`Experiment(name=${input.name}) already exists.`);
  }
  await touch(tx, experiment, { name: input.name });
};

/** Deletes an experiment with its runs; both can be restored. */
export const deleteExperiment = (tx: Tx, input: { experimentId: string }) =>
  moveExperiment(tx, input.experimentId, 'active', 'deleted');

export const restoreExperiment = (tx: Tx, input: { experimentId: string }) =>
  moveExperiment(tx, input.experimentId, 'deleted', 'active');

const moveExperiment = async (
  tx: Tx,
  experimentId: string,
  from: LifecycleStage,
  to: LifecycleStage
): Promise<void> => {
  await store.lockExperiment(tx, parseExperimentId(experimentId));
  const experiment = await requireExperiment(tx, experimentId);
  if (experiment.lifecycle_stage !== from) {
    throw noExperiment(experiment.id);
  }
  await setStageOfRunsIn(tx, experiment.id, to);
  await touch(tx, experiment, { lifecycle_stage: to });
};

export const setExperimentTag = async (
  tx: Tx,
  input: { experimentId: string; tag: KeyValue }
): Promise<void> => {
  requireExperimentTag(input.tag);
  const experiment = await requireExperiment(tx, input.experimentId);
  requireActiveExperiment(experiment);
  const { key, value } = input.tag;
  await store.setExperimentTag(tx, { experiment: experiment.id, key, value });
  report(tx, experiment, 'updated');
};

export const deleteExperimentTag = async (
  tx: Tx,
  input: { experimentId: string; key: string }
): Promise<void> => {
  const experiment = await requireExperiment(tx, input.experimentId);
  requireActiveExperiment(experiment);
  if ((await store.deleteExperimentTag(tx, experiment.id, input.key)) === 0) {
    throw notFound(
      `No tag with name: ${input.key} in experiment with id ${experiment.id}`
    );
  }
  report(tx, experiment, 'updated');
};

const touch = async (
  tx: Tx,
  experiment: ExperimentRow,
  changes: Partial<Pick<ExperimentRow, 'name' | 'lifecycle_stage'>>
): Promise<void> => {
  await store.updateExperiment(tx, experiment.id, {
    ...changes,
    last_update_time: Date.now()
  });
  report(
    tx,
    experiment,
    changes.lifecycle_stage === 'deleted' ? 'deleted' : 'updated'
  );
};

const report = (tx: Tx, { id }: { id: number }, action: Change['action']) =>
  tx.changed({ entity: 'experiment', action, experiment_id: String(id) });

/** The experiment that a text id names, in any stage. */
export const requireExperiment = async (
  tx: Tx,
  experimentId: string
): Promise<ExperimentRow> => {
  const id = parseExperimentId(experimentId);
  const row = await store.findExperiment(tx, id);
  if (!row) {
    throw noExperiment(id);
  }
  return row;
};

const noExperiment = (id: number) =>
  notFound(`No Experiment with id=${id} exists`);

export const requireActiveExperiment = (experiment: ExperimentRow) => {
  if (experiment.lifecycle_stage !== 'active') {
    throw invalidParameter(
      `The experiment ${experiment.id} must be in the 'active' state. Current state is ${experiment.lifecycle_stage}.`
    );
  }
};

export const parseExperimentId = (experimentId: string): number => {
  if (!/^\s*[+-]?\d+\s*$/.test(experimentId)) {
    throw invalidParameter(
      `Invalid experiment ID '${experimentId}'. Experiment ID must be a valid integer.`
    );
  }
  return Number(experimentId);
};

const withTags = async (
  tx: Tx,
  row: ExperimentRow
): Promise<TaggedExperiment> => ({
  row,
  tags: await store.experimentTags(tx, [row.id])
});

const requireFreeName = async (tx: Tx, name: string) => {
  if (await store.findExperimentByName(tx, name)) {
    throw alreadyExists(`Experiment(name=${name}) already exists.`);
  }
};

const requireExperimentTag = ({ key, value }: KeyValue) => {
  requireKey('key', key);
  requireMaxLength('key', key, MAX_KEY_LENGTH);
  requireMaxLength('value', value, MAX_EXPERIMENT_TAG_LENGTH);
};
