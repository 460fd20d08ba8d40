import type { FastifyInstance } from 'fastify';
import * as api from '../../api/runs.js';
import {
  presentNewRun,
  presentRun,
  presentRunInfo
} from '../presenters/runs.js';
import { route } from './route.js';

export const runRoutes = async (app: FastifyInstance) => {
  const { executor } = app.context;

  route(app, api.createRun, async input => {
    const run = await executor.write('createRun', {
      experimentId: input.experiment_id,
      userId: input.user_id,
      name: input.run_name,
      startTime: input.start_time,
      tags: input.tags
    });
    return { run: presentNewRun(run) };
  });

  route(app, api.getRun, async input => ({
    run: presentRun(await executor.read('getRun', { runId: input.run_id }))
  }));

  route(app, api.updateRun, async input => {
    const row = await executor.write('updateRun', {
      runId: input.run_id,
      status: input.status,
      endTime: input.end_time,
      name: input.run_name
    });
    return { run_info: presentRunInfo(row) };
  });

  route(app, api.deleteRun, async input => {
    await executor.write('deleteRun', { runId: input.run_id });
    return {};
  });

  route(app, api.restoreRun, async input => {
    await executor.write('restoreRun', { runId: input.run_id });
    return {};
  });

  route(app, api.searchRuns, input =>
    executor.read('searchRunsJson', {
      experimentIds: input.experiment_ids,
      filter: input.filter,
      view: input.run_view_type,
      orderBy: input.order_by,
      maxResults: input.max_results,
      pageToken: input.page_token
    })
  );
};
