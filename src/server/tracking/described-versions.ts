import type { KeyValue } from '../../api/entities.js';
import { groupBy } from '../group-by.js';
import * as store from '../store/queries/model-versions.js';
import { registeredModelAliases } from '../store/queries/registered-models.js';
import type { ModelVersionRow, RegisteredModelRow } from '../store/schema.js';
import type { Tx } from '../store/tx.js';

/** A version with all that belongs to it. */
export interface DescribedVersion {
  name: string;
  row: ModelVersionRow;
  tags: KeyValue[];
  aliases: string[];
}

/** Describes versions of the given models; several at once cost as many queries as one. */
export const describeVersions = async (
  tx: Tx,
  models: readonly Pick<RegisteredModelRow, 'id' | 'name'>[],
  rows: readonly ModelVersionRow[]
): Promise<DescribedVersion[]> => {
  const ids = models.map(model => model.id);
  const names = new Map(models.map(model => [model.id, model.name]));
  const tags = groupByVersion(
    await store.tagsOfVersions(tx, ids, [
      ...new Set(rows.map(({ version }) => version))
    ])
  );
  const aliases = groupByVersion(await registeredModelAliases(tx, ids));
  return rows.map(row => ({
    name: names.get(row.model)!,
    row,
    tags: tags.get(versionKey(row)) ?? [],
    aliases: (aliases.get(versionKey(row)) ?? []).map(({ alias }) => alias)
  }));
};

type VersionReference = { model: number; version: number };

export const versionKey = ({ model, version }: VersionReference) =>
  `${model}/${version}`;

export const groupByVersion = <T extends VersionReference>(
  items: readonly T[]
) => groupBy(items, versionKey);
