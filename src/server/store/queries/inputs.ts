import { sql } from 'kysely';
import type { Int64 } from '../../../api/scalars.js';
import { clusteredBy, isOneOf } from '../dialect.js';
import { prepared } from '../prepared.js';
import { isRowId } from '../row-id.js';
import type { DatasetRow } from '../schema.js';
import type { Tx } from '../tx.js';

export type NewDataset = Omit<DatasetRow, 'id'>;

const datasetInputsOf = prepared((db, { runs }: { runs: readonly number[] }) =>
  db
    .selectFrom('dataset_inputs')
    .innerJoin('datasets', 'datasets.id', 'dataset_inputs.dataset')
    .select([
      'dataset_inputs.id as input',
      'dataset_inputs.run',
      'name',
      'digest',
      'source_type',
      'source',
      'schema',
      'profile'
    ])
    .where(isOneOf(sql.ref('dataset_inputs.run'), runs))
    .orderBy('dataset_inputs.id')
);
export type DatasetInputRow = Awaited<
  ReturnType<typeof findDatasetInputs>
>[number];

const inputTagsOf = prepared((db, { runs }: { runs: readonly number[] }) =>
  db
    .selectFrom('dataset_input_tags')
    .innerJoin(
      'dataset_inputs',
      'dataset_inputs.id',
      'dataset_input_tags.input'
    )
    .select(['run', 'input', 'key', 'value'])
    .where(isOneOf(sql.ref('dataset_inputs.run'), runs))
    .orderBy(clusteredBy('input', 'key'))
);

const modelInputsOf = prepared((db, { runs }: { runs: readonly number[] }) =>
  db
    .selectFrom('model_inputs')
    .selectAll()
    .where(isOneOf(sql.ref('run'), runs))
    .orderBy(clusteredBy('run', 'model_id'))
);

const modelOutputsOf = prepared((db, { runs }: { runs: readonly number[] }) =>
  db
    .selectFrom('model_outputs')
    .selectAll()
    .where(isOneOf(sql.ref('run'), runs))
    .orderBy(clusteredBy('run', 'model_id'))
);

/** The id of a dataset of an experiment, which is stored where it is new. */
export const internDataset = async (
  tx: Tx,
  dataset: NewDataset
): Promise<number> => {
  const known = await tx.first(
    tx.db
      .selectFrom('datasets')
      .select('id')
      .where('experiment', '=', dataset.experiment)
      .where('name', '=', dataset.name)
      .where('digest', '=', dataset.digest)
  );
  const row =
    known ??
    (await tx.first(
      tx.db.insertInto('datasets').values(dataset).returning('id')
    ));
  return row!.id;
};

/** Links a dataset to a run; the link's id, or nothing where they are linked already. */
export const insertDatasetInput = async (
  tx: Tx,
  link: { run: number; dataset: number }
): Promise<number | undefined> => {
  const row = await tx.first(
    tx.db
      .insertInto('dataset_inputs')
      .values(link)
      .onConflict(conflict => conflict.doNothing())
      .returning('id')
  );
  return row?.id;
};

export const insertInputTag = (
  tx: Tx,
  tag: { input: number; key: string; value: string }
) =>
  tx.run(
    tx.db
      .insertInto('dataset_input_tags')
      .values(tag)
      .onConflict(conflict => conflict.doNothing())
  );

export const insertModelInput = (
  tx: Tx,
  link: { run: number; model_id: string }
) =>
  tx.run(
    tx.db
      .insertInto('model_inputs')
      .values(link)
      .onConflict(conflict => conflict.doNothing())
  );

/** Number of rows added: none where the model is an output of the run already. */
export const insertModelOutput = (
  tx: Tx,
  link: { run: number; model_id: string; step: Int64 }
) =>
  tx.run(
    tx.db
      .insertInto('model_outputs')
      .values(link)
      .onConflict(conflict => conflict.doNothing())
  );

export const findDatasetInputs = (tx: Tx, runs: readonly number[]) =>
  tx.all(datasetInputsOf, { runs });

export const findInputTags = (tx: Tx, runs: readonly number[]) =>
  tx.all(inputTagsOf, { runs });

export const findModelInputs = (tx: Tx, runs: readonly number[]) =>
  tx.all(modelInputsOf, { runs });

export const findModelOutputs = (tx: Tx, runs: readonly number[]) =>
  tx.all(modelOutputsOf, { runs });

/** What was used in some experiments, each with the context (train, eval, …) it was used in. */
export const findDatasetSummaries = (
  tx: Tx,
  experiments: readonly number[],
  limit: number
) =>
  tx.all(
    tx.db
      .selectFrom('datasets')
      .innerJoin('dataset_inputs', 'dataset_inputs.dataset', 'datasets.id')
      .leftJoin('dataset_input_tags', join =>
        join
          .onRef('dataset_input_tags.input', '=', 'dataset_inputs.id')
          .on('dataset_input_tags.key', '=', 'mlflow.data.context')
      )
      .select(['datasets.experiment', 'name', 'digest', 'value as context'])
      .distinct()
      .where(
        isOneOf(sql.ref('datasets.experiment'), experiments.filter(isRowId))
      )
      .limit(limit)
  );
