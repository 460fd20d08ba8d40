import type { KeyValue } from '../../api/entities.js';
import { alreadyExists } from '../../api/errors.js';
import { STAGES } from '../../api/stages.js';
import { groupBy } from '../group-by.js';
import type { RegisteredModelRow } from '../store/schema.js';
import * as versionStore from '../store/queries/model-versions.js';
import * as store from '../store/queries/registered-models.js';
import type { Tx } from '../store/tx.js';
import {
  describeVersions,
  type DescribedVersion
} from './described-versions.js';
import { requireKey } from './limits.js';
import {
  requireModelVersion,
  requireRegisteredModel
} from './registry-lookup.js';
import {
  requireAlias,
  requireModelName,
  requireRegistryTag,
  requireUnreservedAlias,
  toStage
} from './registry-rules.js';

export interface DescribedModel {
  row: RegisteredModelRow;
  tags: KeyValue[];
  aliases: { alias: string; version: number }[];
  latestVersions: DescribedVersion[];
}

export const createRegisteredModel = async (
  tx: Tx,
  input: { name: string; description: string; tags: KeyValue[] }
): Promise<DescribedModel> => {
  requireModelName(input.name);
  input.tags.forEach(requireRegistryTag);
  await requireFreeName(tx, input.name);
  const row = await store.insertRegisteredModel(tx, {
    name: input.name,
    description: input.description,
    time: Date.now()
  });
  for (const tag of input.tags) {
    await store.setRegisteredModelTag(tx, { model: row.id, ...tag });
  }
  tx.changed({
    entity: 'registered_model',
    action: 'created',
    name: row.name
  });
  return describeModel(tx, row);
};

export const getRegisteredModel = async (
  tx: Tx,
  input: { name: string }
): Promise<DescribedModel> =>
  describeModel(tx, await requireRegisteredModel(tx, input.name));

export const updateRegisteredModel = async (
  tx: Tx,
  input: { name: string; description: string }
): Promise<DescribedModel> => {
  const { id } = await requireRegisteredModel(tx, input.name);
  const row = await store.updateRegisteredModel(tx, id, {
    description: input.description,
    last_update_time: Date.now()
  });
  modelChanged(tx, row.name);
  return describeModel(tx, row);
};

export const renameRegisteredModel = async (
  tx: Tx,
  input: { name: string; newName: string }
): Promise<DescribedModel> => {
  requireModelName(input.newName, 'new_name');
  const { id, name } = await requireRegisteredModel(tx, input.name);
  if (input.newName !== name) {
    await requireFreeName(tx, input.newName);
  }
  const time = Date.now();
  const row = await store.updateRegisteredModel(tx, id, {
    name: input.newName,
    last_update_time: time
  });
  await versionStore.touchVersions(tx, id, time);
  tx.changed({ entity: 'registered_model', action: 'deleted', name });
  tx.changed({
    entity: 'registered_model',
    action: 'created',
    name: row.name
  });
  return describeModel(tx, row);
};

export const deleteRegisteredModel = async (
  tx: Tx,
  input: { name: string }
): Promise<void> => {
  const { id, name } = await requireRegisteredModel(tx, input.name);
  await store.deleteRegisteredModel(tx, id);
  tx.changed({ entity: 'registered_model', action: 'deleted', name });
};

export const setRegisteredModelTag = async (
  tx: Tx,
  input: { name: string } & KeyValue
): Promise<void> => {
  requireModelName(input.name);
  requireRegistryTag(input);
  const model = await requireRegisteredModel(tx, input.name);
  await store.setRegisteredModelTag(tx, {
    model: model.id,
    key: input.key,
    value: input.value
  });
  modelChanged(tx, model.name);
};

export const deleteRegisteredModelTag = async (
  tx: Tx,
  input: { name: string; key: string }
): Promise<void> => {
  requireKey('key', input.key);
  const model = await requireRegisteredModel(tx, input.name);
  await store.deleteRegisteredModelTag(tx, model.id, input.key);
  modelChanged(tx, model.name);
};

export const setRegisteredModelAlias = async (
  tx: Tx,
  input: { name: string; alias: string; version: string }
): Promise<void> => {
  requireModelName(input.name);
  requireAlias(input.alias);
  requireUnreservedAlias(input.alias);
  const { model, row } = await requireModelVersion(tx, input);
  await store.setRegisteredModelAlias(tx, {
    model: model.id,
    alias: input.alias,
    version: row.version
  });
  modelChanged(tx, model.name);
};

export const deleteRegisteredModelAlias = async (
  tx: Tx,
  input: { name: string; alias: string }
): Promise<void> => {
  requireModelName(input.name);
  requireAlias(input.alias);
  const model = await requireRegisteredModel(tx, input.name);
  await store.deleteRegisteredModelAlias(tx, model.id, input.alias);
  modelChanged(tx, model.name);
};

/** The newest version in each of the stages; in each stage there is, if none is named. */
export const getLatestVersions = async (
  tx: Tx,
  input: { name: string; stages: string[] }
): Promise<DescribedVersion[]> => {
  const model = await requireRegisteredModel(tx, input.name);
  const stages = input.stages.length > 0 ? input.stages.map(toStage) : STAGES;
  const latest = await versionStore.latestVersions(tx, [model.id]);
  return describeVersions(
    tx,
    [model],
    latest.filter(row => stages.some(stage => stage === row.current_stage))
  );
};

/** Rows with all that belongs to them; several at once cost as many queries as one. */
export const describeModels = async (
  tx: Tx,
  rows: readonly RegisteredModelRow[]
): Promise<DescribedModel[]> => {
  const ids = rows.map(row => row.id);
  const tags = groupBy(await store.registeredModelTags(tx, ids), ofModel);
  const aliases = groupBy(await store.registeredModelAliases(tx, ids), ofModel);
  const latest = groupBy(
    await describeVersions(
      tx,
      rows,
      await versionStore.latestVersions(tx, ids)
    ),
    ({ row }) => row.model
  );
  return rows.map(row => ({
    row,
    tags: tags.get(row.id) ?? [],
    aliases: aliases.get(row.id) ?? [],
    latestVersions: latest.get(row.id) ?? []
  }));
};

/** Groups what belongs to registered models by the model. */
export const ofModel = ({ model }: { model: number }) => model;

const describeModel = async (
  tx: Tx,
  row: RegisteredModelRow
): Promise<DescribedModel> => (await describeModels(tx, [row]))[0];

const requireFreeName = async (tx: Tx, name: string) => {
  if (await store.findRegisteredModel(tx, name)) {
    throw alreadyExists(`Registered Model (name=${name}) already exists.`);
  }
};

const modelChanged = (tx: Tx, name: string) =>
  tx.changed({ entity: 'registered_model', action: 'updated', name });
