import { sql } from 'kysely';
import { isOneOf } from '../dialect.js';
import type { RunRow } from '../schema.js';
import type { Tx } from '../tx.js';

/** Queries that find what hangs on a run. */

export const loggedModelsOfRun = (tx: Tx, runId: string) =>
  tx.all(
    tx.db
      .selectFrom('logged_models')
      .selectAll()
      .where('source_run_id', '=', runId)
  );

/** A version of a registered model whose files belong to a run or to one of its models. */
export const findVersionMadeOf = (
  tx: Tx,
  of: {
    runId: string;
    modelIds: readonly string[];
    artifactUris: readonly string[];
  }
) =>
  tx.first(
    tx.db
      .selectFrom('model_versions')
      .innerJoin(
        'registered_models',
        'registered_models.id',
        'model_versions.model'
      )
      .select(['registered_models.name', 'model_versions.version'])
      .where('deleted', '=', 0)
      .where(query =>
        query.or([
          query('run_id', '=', of.runId),
          isOneOf(sql.ref('model_versions.model_id'), of.modelIds),
          ...of.artifactUris.map(
            uri =>
              sql<boolean>`substr(storage_location || '/', 1, ${uri.length + 1}) = ${`${uri}/`}`
          )
        ])
      )
      .limit(1)
  );

/** Children begin after their parent, which spares looking at the tags of all runs. */
export const hasChildRuns = async (
  tx: Tx,
  parent: RunRow
): Promise<boolean> => {
  const child = await tx.first(
    tx.db
      .selectFrom('runs')
      .innerJoin('tags', 'tags.run', 'runs.id')
      .select('runs.id')
      .where('experiment', '=', parent.experiment)
      .where('lifecycle_stage', '=', 'active')
      .where('start_time', '>=', parent.start_time)
      .where('tags.key', '=', 'mlflow.parentRunId')
      .where('tags.value', '=', parent.run_id)
      .limit(1)
  );
  return child !== undefined;
};
