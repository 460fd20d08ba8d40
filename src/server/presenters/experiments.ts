import type { Experiment } from '../../api/experiments.js';
import type { TaggedExperiment } from '../tracking/experiments.js';
import { presentKeyValues } from './key-values.js';

export const presentExperiment = ({
  row,
  tags
}: TaggedExperiment): Experiment => ({
  experiment_id: String(row.id),
  name: row.name,
  artifact_location: row.artifact_location,
  lifecycle_stage: row.lifecycle_stage,
  last_update_time: row.last_update_time,
  creation_time: row.creation_time,
  tags: presentKeyValues(tags),
  workspace: 'default'
});
