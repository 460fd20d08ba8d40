import { invalidParameter, storedAlready } from '../../api/errors.js';
import type { KeyValue } from '../../api/entities.js';
import type { Int64 } from '../../api/scalars.js';
import * as store from '../store/queries/inputs.js';
import type { Tx } from '../store/tx.js';
import { parseExperimentId } from './experiments.js';
import { requireBatchSize, requireMaxLength } from './limits.js';
import { reportRun, requireActiveRun } from './runs.js';

const MAX_DATASETS_PER_BATCH = 1000;
const MAX_EXPERIMENTS_PER_SUMMARY = 20;
const MAX_SUMMARIES = 1000;

const datasetLimits = {
  name: 500,
  digest: 36,
  schema: 1_048_575,
  source: 65_535,
  profile: 16_777_215
} as const;

export interface Dataset {
  name: string;
  digest: string;
  source_type: string;
  source: string;
  schema?: string;
  profile?: string;
}

export const logInputs = async (
  tx: Tx,
  input: {
    runId: string;
    datasets: { dataset: Dataset; tags: KeyValue[] }[];
    models: { model_id: string }[];
  }
): Promise<void> => {
  requireBatchSize('datasets', input.datasets.length, MAX_DATASETS_PER_BATCH);
  input.datasets.forEach(({ dataset, tags }) => {
    requireDataset(dataset);
    tags.forEach(requireInputTag);
  });
  const run = await requireActiveRun(tx, input.runId);
  for (const { dataset, tags } of input.datasets) {
    const id = await store.internDataset(tx, {
      experiment: run.experiment,
      name: dataset.name,
      digest: dataset.digest,
      source_type: dataset.source_type,
      source: dataset.source,
      schema: dataset.schema ?? null,
      profile: dataset.profile ?? null
    });
    await linkDataset(tx, { run: run.id, dataset: id }, tags);
  }
  for (const { model_id } of input.models) {
    await store.insertModelInput(tx, { run: run.id, model_id });
  }
  reportRun(tx, run, 'updated', ['inputs']);
};

/** Tags belong to the first use of a dataset by a run. */
const linkDataset = async (
  tx: Tx,
  link: { run: number; dataset: number },
  tags: readonly KeyValue[]
): Promise<void> => {
  const input = await store.insertDatasetInput(tx, link);
  if (input !== undefined) {
    for (const { key, value } of tags) {
      await store.insertInputTag(tx, { input, key, value });
    }
  }
};

export const logOutputs = async (
  tx: Tx,
  input: { runId: string; models: { model_id: string; step: Int64 }[] }
): Promise<void> => {
  const run = await requireActiveRun(tx, input.runId);
  for (const { model_id, step } of input.models) {
    if (!(await store.insertModelOutput(tx, { run: run.id, model_id, step }))) {
      throw storedAlready(
        `The model ${model_id} is an output of the run ${input.runId} already`
      );
    }
  }
  reportRun(tx, run, 'updated', ['outputs']);
};

export const searchDatasets = async (
  tx: Tx,
  input: { experimentIds: string[] }
) => {
  const count = input.experimentIds.length;
  if (count === 0) {
    throw invalidParameter(
      'SearchDatasets request must specify at least one experiment_id.'
    );
  }
  if (count > MAX_EXPERIMENTS_PER_SUMMARY) {
    throw invalidParameter(
      `SearchDatasets request cannot specify more than ${MAX_EXPERIMENTS_PER_SUMMARY} experiment_ids. Received ${count} experiment_ids.`
    );
  }
  const experiments = input.experimentIds.map(parseExperimentId);
  return store.findDatasetSummaries(tx, experiments, MAX_SUMMARIES);
};

const requireDataset = (dataset: Dataset) => {
  for (const field of Object.keys(
    datasetLimits
  ) as (keyof typeof datasetLimits)[]) {
    requireMaxLength(field, dataset[field] ?? '', datasetLimits[field]);
  }
};

const requireInputTag = ({ key, value }: KeyValue) => {
  requireMaxLength('key', key, 255);
  requireMaxLength('value', value, 500);
};
