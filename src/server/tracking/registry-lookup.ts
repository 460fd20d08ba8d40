import { invalidParameter, notFound } from '../../api/errors.js';
import * as versionStore from '../store/queries/model-versions.js';
import * as store from '../store/queries/registered-models.js';
import type { ModelVersionRow, RegisteredModelRow } from '../store/schema.js';
import type { Tx } from '../store/tx.js';
import { isLatest, parseVersion, requireModelName } from './registry-rules.js';

export interface VersionReference {
  name: string;
  version: string;
}

export const requireRegisteredModel = async (
  tx: Tx,
  name: string
): Promise<RegisteredModelRow> => {
  requireModelName(name);
  const row = await store.findRegisteredModel(tx, name);
  if (!row) {
    throw notFound(`Registered Model with name=${name} not found`);
  }
  return row;
};

/** The number of a version that may be there. */
export const requireReference = ({
  name,
  version
}: VersionReference): number => {
  requireModelName(name);
  return parseVersion(version);
};

export const requireModelVersion = async (
  tx: Tx,
  input: VersionReference
): Promise<{ model: RegisteredModelRow; row: ModelVersionRow }> => {
  const version = requireReference(input);
  const model = await store.findRegisteredModel(tx, input.name);
  const row =
    model && (await versionStore.findModelVersion(tx, model.id, version));
  if (!row) {
    throw notFound(
      `Model Version (name=${input.name}, version=${version}) not found`
    );
  }
  return { model, row };
};

/** The version an alias points to; `latest` always points to the newest. */
export const requireVersionOfAlias = async (
  tx: Tx,
  model: RegisteredModelRow,
  alias: string
): Promise<ModelVersionRow> =>
  isLatest(alias)
    ? requireNewestVersion(tx, model)
    : requireAliasedVersion(tx, model, alias);

/** The newest version of all, or of one stage. */
export const requireNewestVersion = async (
  tx: Tx,
  model: RegisteredModelRow,
  stage?: string
): Promise<ModelVersionRow> => {
  const latest = await versionStore.latestVersions(tx, [model.id]);
  const candidates = latest.filter(
    row => stage === undefined || row.current_stage === stage
  );
  if (candidates.length === 0) {
    throw notFound(
      stage === undefined
        ? `Latest version not found for model ${model.name}.`
        : `No versions of model with name '${model.name}' and stage '${stage}' found`
    );
  }
  return candidates.reduce((a, b) => (a.version > b.version ? a : b));
};

const requireAliasedVersion = async (
  tx: Tx,
  model: RegisteredModelRow,
  alias: string
): Promise<ModelVersionRow> => {
  const aliases = await store.registeredModelAliases(tx, [model.id]);
  const version = aliases.find(one => one.alias === alias)?.version;
  const row =
    version && (await versionStore.findModelVersion(tx, model.id, version));
  if (!row) {
    throw invalidParameter(`Registered model alias ${alias} not found.`);
  }
  return row;
};
