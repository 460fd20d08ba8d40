import type { KeyValue } from '../../api/entities.js';
import { invalidParameter } from '../../api/errors.js';
import type { Stage } from '../../api/model-versions.js';
import * as store from '../store/queries/model-versions.js';
import * as modelStore from '../store/queries/registered-models.js';
import type { ModelVersionRow, RegisteredModelRow } from '../store/schema.js';
import type { Tx } from '../store/tx.js';
import {
  describeVersions,
  type DescribedVersion
} from './described-versions.js';
import { recordRegistration } from './logged-models.js';
import { requireKey } from './limits.js';
import { originOf, resolveSource } from './model-source.js';
import {
  requireModelVersion,
  requireReference,
  requireRegisteredModel,
  requireVersionOfAlias,
  type VersionReference
} from './registry-lookup.js';
import {
  requireAlias,
  requireModelName,
  requireRegistryTag,
  toStage
} from './registry-rules.js';

/** The stages of which a model has one version at a time. */
const ACTIVE_STAGES: readonly Stage[] = ['Staging', 'Production'];

export const createModelVersion = async (
  tx: Tx,
  input: {
    name: string;
    source: string;
    runId?: string;
    modelId?: string;
    runLink: string;
    description: string;
    tags: KeyValue[];
  }
): Promise<DescribedVersion> => {
  const source = await resolveSource(tx, input);
  requireModelName(input.name);
  input.tags.forEach(requireRegistryTag);
  const origin = await originOf(tx, source);
  const model = await requireRegisteredModel(tx, input.name);
  const time = Date.now();
  await modelStore.updateRegisteredModel(tx, model.id, {
    last_update_time: time
  });
  const row = await store.insertModelVersion(tx, {
    model: model.id,
    version: (await store.highestVersion(tx, model.id)) + 1,
    creation_time: time,
    last_update_time: time,
    user_id: '',
    current_stage: 'None',
    description: input.description,
    source: origin.source,
    storage_location: origin.storageLocation,
    run_id: origin.runId,
    model_id: origin.modelId,
    run_link: input.runLink,
    status: 'READY',
    status_message: ''
  });
  for (const { key, value } of input.tags) {
    await store.setModelVersionTag(tx, { ...reference(row), key, value });
  }
  if (origin.modelId) {
    await recordRegistration(tx, {
      modelId: origin.modelId,
      name: model.name,
      version: row.version
    });
  }
  tx.changed({
    entity: 'model_version',
    action: 'created',
    name: model.name,
    version: String(row.version)
  });
  return describe(tx, model, row);
};

export const getModelVersion = async (
  tx: Tx,
  input: VersionReference
): Promise<DescribedVersion> => {
  const { model, row } = await requireModelVersion(tx, input);
  return describe(tx, model, row);
};

export const getModelVersionByAlias = async (
  tx: Tx,
  input: { name: string; alias: string }
): Promise<DescribedVersion> => {
  requireModelName(input.name);
  requireAlias(input.alias);
  const model = await requireRegisteredModel(tx, input.name);
  const row = await requireVersionOfAlias(tx, model, input.alias);
  return describe(tx, model, row);
};

export const getModelVersionDownloadUri = async (
  tx: Tx,
  input: VersionReference
): Promise<string> =>
  (await requireModelVersion(tx, input)).row.storage_location;

/** Without a description it takes the old one away, as MLflow does. */
export const updateModelVersion = async (
  tx: Tx,
  input: VersionReference & { description?: string }
): Promise<DescribedVersion> => {
  const { model, row } = await requireModelVersion(tx, input);
  const updated = await store.updateModelVersion(tx, row, {
    description: input.description ?? null,
    last_update_time: Date.now()
  });
  versionChanged(tx, model, row.version);
  return describe(tx, model, updated);
};

export const transitionModelVersionStage = async (
  tx: Tx,
  input: VersionReference & { stage: string; archiveExisting: boolean }
): Promise<DescribedVersion> => {
  const stage = toStage(input.stage);
  if (input.archiveExisting && !ACTIVE_STAGES.includes(stage)) {
    throw invalidParameter(
      `Model version transition cannot archive existing model versions because '${input.stage}' is not an Active stage. Valid stages are ${ACTIVE_STAGES.join(', ')}`
    );
  }
  const { model, row } = await requireModelVersion(tx, input);
  const time = Date.now();
  if (input.archiveExisting) {
    await archiveOthers(tx, model, { stage, except: row.version, time });
  }
  const moved = await store.updateModelVersion(tx, row, {
    current_stage: stage,
    last_update_time: time
  });
  await modelStore.updateRegisteredModel(tx, model.id, {
    last_update_time: time
  });
  versionChanged(tx, model, row.version);
  return describe(tx, model, moved);
};

/** The number is not given again: a note of an old version must not come to mean a new one. */
export const deleteModelVersion = async (
  tx: Tx,
  input: VersionReference
): Promise<void> => {
  const { model, row } = await requireModelVersion(tx, input);
  const time = Date.now();
  await modelStore.deleteAliasesOfVersion(tx, model.id, row.version);
  await store.updateModelVersion(tx, row, {
    deleted: 1,
    last_update_time: time
  });
  await modelStore.updateRegisteredModel(tx, model.id, {
    last_update_time: time
  });
  tx.changed({
    entity: 'model_version',
    action: 'deleted',
    name: model.name,
    version: String(row.version)
  });
};

export const setModelVersionTag = async (
  tx: Tx,
  input: VersionReference & KeyValue
): Promise<void> => {
  requireReference(input);
  requireRegistryTag(input);
  const { model, row } = await requireModelVersion(tx, input);
  await store.setModelVersionTag(tx, {
    ...reference(row),
    key: input.key,
    value: input.value
  });
  versionChanged(tx, model, row.version);
};

export const deleteModelVersionTag = async (
  tx: Tx,
  input: VersionReference & { key: string }
): Promise<void> => {
  requireReference(input);
  requireKey('key', input.key);
  const { model, row } = await requireModelVersion(tx, input);
  await store.deleteModelVersionTag(tx, { ...reference(row), key: input.key });
  versionChanged(tx, model, row.version);
};

const archiveOthers = async (
  tx: Tx,
  model: RegisteredModelRow,
  { stage, except, time }: { stage: Stage; except: number; time: number }
) => {
  const archived = await store.moveVersionsOfStage(tx, {
    model: model.id,
    exceptVersion: except,
    from: stage,
    to: 'Archived',
    time
  });
  archived.forEach(({ version }) => versionChanged(tx, model, version));
};

const describe = async (
  tx: Tx,
  model: RegisteredModelRow,
  row: ModelVersionRow
): Promise<DescribedVersion> => (await describeVersions(tx, [model], [row]))[0];

const reference = ({ model, version }: ModelVersionRow) => ({ model, version });

const versionChanged = (tx: Tx, model: RegisteredModelRow, version: number) =>
  tx.changed({
    entity: 'model_version',
    action: 'updated',
    name: model.name,
    version: String(version)
  });
