import type { Experiment as Reply } from '../../api/experiments.js';
import type { Wire } from './wire.js';
import { fromKeyValues } from './key-values.js';

export type Experiment = {
  experimentId: string;
  name: string;
  isDeleted: boolean;
  createdAt: number | null;
  updatedAt: number | null;
  tags: Record<string, string>;
};

export type WireExperiment = Wire<Reply>;

export function toExperiment(wire: WireExperiment): Experiment {
  return {
    experimentId: wire.experiment_id ?? '',
    name: wire.name ?? '',
    isDeleted: wire.lifecycle_stage === 'deleted',
    createdAt: wire.creation_time ?? null,
    updatedAt: wire.last_update_time ?? null,
    tags: fromKeyValues(wire.tags)
  };
}
