import type { FastifyInstance } from 'fastify';
import * as api from '../../api/experiments.js';
import type { RequestOf } from '../../api/endpoint.js';
import { presentExperiment } from '../presenters/experiments.js';
import { nonEmpty } from '../presenters/key-values.js';
import { route } from './route.js';

export const experimentRoutes = async (app: FastifyInstance) => {
  const { executor, config } = app.context;

  route(app, api.createExperiment, async input => {
    const id = await executor.write('createExperiment', {
      name: input.name,
      artifactLocation: input.artifact_location,
      artifactRoot: config.artifacts.defaultRoot,
      tags: input.tags
    });
    return { experiment_id: String(id) };
  });

  route(app, api.getExperiment, async input => ({
    experiment: presentExperiment(
      await executor.read('getExperiment', {
        experimentId: input.experiment_id
      })
    )
  }));

  route(app, api.getExperimentByName, async input => ({
    experiment: presentExperiment(
      await executor.read('getExperimentByName', {
        name: input.experiment_name
      })
    )
  }));

  route(app, api.updateExperiment, async input => {
    await executor.write('renameExperiment', {
      experimentId: input.experiment_id,
      name: input.new_name
    });
    return {};
  });

  route(app, api.deleteExperiment, async input => {
    await executor.write('deleteExperiment', {
      experimentId: input.experiment_id
    });
    return {};
  });

  route(app, api.restoreExperiment, async input => {
    await executor.write('restoreExperiment', {
      experimentId: input.experiment_id
    });
    return {};
  });

  route(app, api.setExperimentTag, async ({ experiment_id, ...tag }) => {
    await executor.write('setExperimentTag', {
      experimentId: experiment_id,
      tag
    });
    return {};
  });

  route(app, api.deleteExperimentTag, async input => {
    await executor.write('deleteExperimentTag', {
      experimentId: input.experiment_id,
      key: input.key
    });
    return {};
  });

  const search = async (input: RequestOf<typeof api.searchExperiments>) => {
    const { experiments, nextPageToken } = await executor.read(
      'searchExperiments',
      {
        maxResults: input.max_results,
        pageToken: input.page_token,
        filter: input.filter,
        orderBy: input.order_by,
        view: input.view_type
      }
    );
    return {
      experiments: nonEmpty(experiments.map(presentExperiment)),
      next_page_token: nextPageToken
    };
  };
  route(app, api.searchExperiments, search);
  route(app, api.searchExperimentsByQuery, search);
};
