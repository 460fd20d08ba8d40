import type { FastifyInstance } from 'fastify';
import * as api from '../../api/metrics.js';
import { nonEmpty } from '../presenters/key-values.js';
import { presentMetric } from '../presenters/metrics.js';
import { route } from './route.js';

export const metricRoutes = async (app: FastifyInstance) => {
  const { executor } = app.context;

  route(app, api.getMetricHistory, input =>
    executor.read('metricHistoryJson', {
      runId: input.run_id,
      key: input.metric_key,
      maxResults: input.max_results,
      pageToken: input.page_token
    })
  );

  route(app, api.getMetricHistoryBulkInterval, async input => {
    const curves = await executor.read('getMetricInterval', {
      runIds: input.run_ids,
      key: input.metric_key,
      startStep: input.start_step,
      endStep: input.end_step,
      maxResults: input.max_results
    });
    const metrics = curves.flatMap(({ runId, key, points }) =>
      points.map(point => ({ ...presentMetric(key, point), run_id: runId }))
    );
    return { metrics: nonEmpty(metrics) };
  });
};
