import type { FastifyInstance } from 'fastify';
import * as api from '../../api/runs.js';
import { route } from './route.js';

/** Everything that adds values to a run. */
export const loggingRoutes = async (app: FastifyInstance) => {
  const { executor } = app.context;

  route(app, api.logMetric, async ({ run_id, ...metric }) => {
    await executor.write('logMetric', { runId: run_id, metric });
    return {};
  });

  route(app, api.logParam, async ({ run_id, ...param }) => {
    await executor.write('logParam', { runId: run_id, param });
    return {};
  });

  route(app, api.setTag, async ({ run_id, ...tag }) => {
    await executor.write('setTag', { runId: run_id, tag });
    return {};
  });

  route(app, api.deleteTag, async ({ run_id, key }) => {
    await executor.write('deleteTag', { runId: run_id, key });
    return {};
  });

  route(app, api.logBatch, async ({ run_id, metrics, params, tags }) => {
    await executor.write('logBatch', { runId: run_id, metrics, params, tags });
    return {};
  });
};
