import type { LoggedModel as Reply } from '../../api/logged-models.js';
import type { Wire } from './wire.js';
import { fromKeyValues } from './key-values.js';

export type LoggedModel = {
  modelId: string;
  name: string;
  status: string;
  runId: string | null;
  artifactUri: string;
  createdAt: number | null;
  modelType: string;
  tags: Record<string, string>;
};

export type WireLoggedModel = Wire<Reply>;

export function toLoggedModel({ info = {} }: WireLoggedModel): LoggedModel {
  return {
    modelId: info.model_id ?? '',
    name: info.name ?? '',
    status: info.status ?? '',
    runId: info.source_run_id || null,
    artifactUri: info.artifact_uri ?? '',
    createdAt: info.creation_timestamp_ms ?? null,
    modelType: info.model_type ?? '',
    tags: fromKeyValues(info.tags)
  };
}
