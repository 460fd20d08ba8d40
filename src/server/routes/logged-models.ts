import type { FastifyInstance } from 'fastify';
import * as api from '../../api/logged-models.js';
import { nonEmpty } from '../presenters/key-values.js';
import { presentLoggedModel } from '../presenters/logged-models.js';
import { route } from './route.js';

export const loggedModelRoutes = async (app: FastifyInstance) => {
  const { executor } = app.context;

  route(app, api.createLoggedModel, async input => ({
    model: presentLoggedModel(
      await executor.write('createLoggedModel', {
        experimentId: input.experiment_id,
        name: input.name,
        modelType: input.model_type,
        sourceRunId: input.source_run_id,
        params: input.params,
        tags: input.tags
      })
    )
  }));

  route(app, api.getLoggedModel, async input => ({
    model: presentLoggedModel(
      await executor.read('getLoggedModel', {
        modelId: input.model_id,
        allowDeleted: input.allow_deleted
      })
    )
  }));

  route(app, api.finalizeLoggedModel, async input => ({
    model: presentLoggedModel(
      await executor.write('finalizeLoggedModel', {
        modelId: input.model_id,
        status: input.status
      })
    )
  }));

  route(app, api.deleteLoggedModel, async input => {
    await executor.write('deleteLoggedModel', { modelId: input.model_id });
    return {};
  });

  route(app, api.setLoggedModelTags, async input => {
    await executor.write('setLoggedModelTags', {
      modelId: input.model_id,
      tags: input.tags
    });
    return {};
  });

  route(app, api.deleteLoggedModelTag, async input => {
    await executor.write('deleteLoggedModelTag', {
      modelId: input.model_id,
      key: input.tag_key
    });
    return {};
  });

  route(app, api.logLoggedModelParams, async input => {
    await executor.write('logLoggedModelParams', {
      modelId: input.path_id,
      params: input.params
    });
    return {};
  });

  route(app, api.logModel, async input => {
    await executor.write('logModel', {
      runId: input.run_id,
      modelJson: input.model_json
    });
    return {};
  });

  route(app, api.searchLoggedModels, async input => {
    const { models, nextPageToken } = await executor.read(
      'searchLoggedModels',
      {
        experimentIds: input.experiment_ids,
        filter: input.filter,
        datasets: input.datasets.map(dataset => ({
          name: dataset.dataset_name,
          digest: dataset.dataset_digest
        })),
        orderBy: input.order_by.map(order => ({
          fieldName: order.field_name,
          ascending: order.ascending,
          datasetName: order.dataset_name,
          datasetDigest: order.dataset_digest
        })),
        maxResults: input.max_results,
        pageToken: input.page_token
      }
    );
    return {
      models: nonEmpty(models.map(presentLoggedModel)),
      next_page_token: nextPageToken
    };
  });
};
