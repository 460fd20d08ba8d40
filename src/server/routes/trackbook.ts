import type { FastifyInstance } from 'fastify';
import * as api from '../../api/trackbook.js';
import { discardRun } from '../maintenance/discard-run.js';
import { judgeRuns } from '../maintenance/judge-runs.js';
import { presentSampledCurve, presentSummary } from '../presenters/curves.js';
import { presentRun } from '../presenters/runs.js';
import { route } from './route.js';

/** What this server offers beyond MLflow's API. */
export const trackbookRoutes = async (app: FastifyInstance) => {
  const { executor, config } = app.context;

  route(app, api.getFeatures, async () => ({
    version: config.version,
    features: [...api.features]
  }));

  route(app, api.searchRunsPage, input =>
    executor.read('searchRunsPageJson', {
      experimentIds: input.experiment_ids,
      filter: input.filter,
      view: input.run_view_type,
      orderBy: input.order_by,
      maxResults: input.max_results,
      offset: input.offset,
      values: input.values,
      countKeys: input.count_keys
    })
  );

  route(app, api.listKeys, input =>
    executor.read('listKeys', { experimentIds: input.experiment_ids })
  );

  route(app, api.compareRuns, async input => {
    const { runs, summaries } = await executor.read('compareRuns', {
      runIds: input.run_ids
    });
    return {
      runs: runs.map(presentRun),
      metric_summaries: summaries.map(presentSummary)
    };
  });

  route(app, api.sampleMetrics, async input => {
    const curves = await executor.read('sampleMetrics', {
      runIds: input.run_ids,
      keys: input.metric_keys,
      maxPoints: input.max_points
    });
    return { series: curves.map(presentSampledCurve) };
  });

  route(app, api.changeRuns, async input => ({
    changed: await executor.write('changeRuns', {
      action: input.action,
      runIds: input.run_ids
    })
  }));

  route(app, api.discardRun, async input => {
    await discardRun(app.context, input.run_id);
    return {};
  });

  route(app, api.judgeRuns, async input => {
    const judged = await judgeRuns(app.context, input.run_ids, input.cells);
    return {
      verdicts: judged.map(({ runId, verdict }) => ({
        run_id: runId,
        verdict
      }))
    };
  });
};
