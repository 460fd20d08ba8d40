import type { FastifyInstance } from 'fastify';
import * as api from '../../api/inputs.js';
import { nonEmpty } from '../presenters/key-values.js';
import { route } from './route.js';

export const inputRoutes = async (app: FastifyInstance) => {
  const { executor } = app.context;

  route(app, api.logInputs, async ({ run_id, datasets, models }) => {
    await executor.write('logInputs', { runId: run_id, datasets, models });
    return {};
  });

  route(app, api.logOutputs, async ({ run_id, models }) => {
    await executor.write('logOutputs', { runId: run_id, models });
    return {};
  });

  route(app, api.searchDatasets, async input => {
    const rows = await executor.read('searchDatasets', {
      experimentIds: input.experiment_ids
    });
    return {
      dataset_summaries: nonEmpty(
        rows.map(({ experiment, name, digest, context }) => ({
          experiment_id: String(experiment),
          name,
          digest,
          context: context ?? undefined
        }))
      )
    };
  });
};
