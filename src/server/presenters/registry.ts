import type { ModelVersion, Stage } from '../../api/model-versions.js';
import type { RegisteredModel } from '../../api/registered-models.js';
import type { DescribedModel } from '../tracking/registered-models.js';
import type { DescribedVersion } from '../tracking/described-versions.js';
import { nonEmpty, presentKeyValues } from './key-values.js';

export const presentModelVersion = ({
  name,
  row,
  tags,
  aliases
}: DescribedVersion): ModelVersion => ({
  name,
  version: String(row.version),
  creation_timestamp: row.creation_time,
  last_updated_timestamp: row.last_update_time,
  current_stage: row.current_stage as Stage,
  description: row.description ?? undefined,
  source: row.source,
  run_id: row.run_id,
  status: 'READY',
  tags: presentKeyValues(tags),
  run_link: row.run_link,
  aliases: nonEmpty(aliases)
});

/** MLflow names aliases with one version, but not with versions inside of a list. */
export const presentListedVersion = (version: DescribedVersion): ModelVersion =>
  presentModelVersion({ ...version, aliases: [] });

export const presentRegisteredModel = ({
  row,
  tags,
  aliases,
  latestVersions
}: DescribedModel): RegisteredModel => ({
  name: row.name,
  creation_timestamp: row.creation_time,
  last_updated_timestamp: row.last_update_time,
  description: row.description || undefined,
  latest_versions: nonEmpty(latestVersions.map(presentListedVersion)),
  tags: presentKeyValues(tags),
  aliases: nonEmpty(
    aliases.map(({ alias, version }) => ({ alias, version: String(version) }))
  )
});
