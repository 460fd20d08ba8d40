import type { RegisteredModel as Reply } from '../../api/registered-models.js';
import type { Wire } from './wire.js';
import { fromKeyValues } from './key-values.js';
import { toModelVersion, type ModelVersion } from './model-version.js';

export type RegisteredModel = {
  name: string;
  description: string;
  createdAt: number | null;
  updatedAt: number | null;
  tags: Record<string, string>;
  /** Alias to version. */
  aliases: Record<string, string>;
  /** The newest version of each stage that has one. */
  latestVersions: ModelVersion[];
};

export type WireRegisteredModel = Wire<Reply>;

export function toRegisteredModel(wire: WireRegisteredModel): RegisteredModel {
  return {
    name: wire.name ?? '',
    description: wire.description ?? '',
    createdAt: wire.creation_timestamp ?? null,
    updatedAt: wire.last_updated_timestamp ?? null,
    tags: fromKeyValues(wire.tags),
    aliases: Object.fromEntries(
      (wire.aliases ?? []).map(({ alias = '', version = '' }) => [
        alias,
        String(version)
      ])
    ),
    latestVersions: (wire.latest_versions ?? []).map(toModelVersion)
  };
}
