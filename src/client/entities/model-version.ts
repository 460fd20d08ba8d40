import type { ModelVersion as Reply, Stage } from '../../api/model-versions.js';
import type { Wire } from './wire.js';
import { fromKeyValues } from './key-values.js';

export type { Stage };

export type ModelVersion = {
  name: string;
  version: string;
  stage: Stage;
  description: string;
  runId: string | null;
  source: string;
  status: string;
  statusMessage: string;
  createdAt: number | null;
  updatedAt: number | null;
  user: string;
  tags: Record<string, string>;
  aliases: string[];
};

export type WireModelVersion = Wire<Reply>;

export function toModelVersion(wire: WireModelVersion): ModelVersion {
  return {
    name: wire.name ?? '',
    version: String(wire.version ?? ''),
    stage: wire.current_stage ?? 'None',
    description: wire.description ?? '',
    runId: wire.run_id || null,
    source: wire.source ?? '',
    status: wire.status ?? 'READY',
    statusMessage: wire.status_message ?? '',
    createdAt: wire.creation_timestamp ?? null,
    updatedAt: wire.last_updated_timestamp ?? null,
    user: wire.user_id ?? '',
    tags: fromKeyValues(wire.tags),
    aliases: wire.aliases ?? []
  };
}
