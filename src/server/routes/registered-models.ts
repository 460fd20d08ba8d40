import type { FastifyInstance } from 'fastify';
import * as api from '../../api/registered-models.js';
import { nonEmpty } from '../presenters/key-values.js';
import {
  presentModelVersion,
  presentRegisteredModel
} from '../presenters/registry.js';
import { route } from './route.js';

export const registeredModelRoutes = async (app: FastifyInstance) => {
  const { executor } = app.context;

  route(app, api.createRegisteredModel, async input => ({
    registered_model: presentRegisteredModel(
      await executor.write('createRegisteredModel', input)
    )
  }));

  route(app, api.getRegisteredModel, async input => ({
    registered_model: presentRegisteredModel(
      await executor.read('getRegisteredModel', input)
    )
  }));

  route(app, api.updateRegisteredModel, async input => ({
    registered_model: presentRegisteredModel(
      await executor.write('updateRegisteredModel', input)
    )
  }));

  route(app, api.renameRegisteredModel, async input => ({
    registered_model: presentRegisteredModel(
      await executor.write('renameRegisteredModel', {
        name: input.name,
        newName: input.new_name
      })
    )
  }));

  route(app, api.deleteRegisteredModel, async input => {
    await executor.write('deleteRegisteredModel', input);
    return {};
  });

  route(app, api.setRegisteredModelTag, async input => {
    await executor.write('setRegisteredModelTag', input);
    return {};
  });

  route(app, api.deleteRegisteredModelTag, async input => {
    await executor.write('deleteRegisteredModelTag', input);
    return {};
  });

  route(app, api.setRegisteredModelAlias, async input => {
    await executor.write('setRegisteredModelAlias', input);
    return {};
  });

  route(app, api.deleteRegisteredModelAlias, async input => {
    await executor.write('deleteRegisteredModelAlias', input);
    return {};
  });

  route(app, api.getModelVersionByAlias, async input => ({
    model_version: presentModelVersion(
      await executor.read('getModelVersionByAlias', input)
    )
  }));

  for (const endpoint of [
    api.getLatestVersions,
    api.getLatestVersionsByQuery
  ]) {
    route(app, endpoint, async input => {
      const versions = await executor.read('getLatestVersions', input);
      return { model_versions: nonEmpty(versions.map(presentModelVersion)) };
    });
  }

  route(app, api.searchRegisteredModels, async input => {
    const { models, nextPageToken } = await executor.read(
      'searchRegisteredModels',
      {
        filter: input.filter,
        orderBy: input.order_by,
        maxResults: input.max_results,
        pageToken: input.page_token
      }
    );
    return {
      registered_models: nonEmpty(models.map(presentRegisteredModel)),
      next_page_token: nextPageToken
    };
  });
};
