import type { FastifyInstance } from 'fastify';
import * as api from '../../api/model-versions.js';
import { nonEmpty } from '../presenters/key-values.js';
import {
  presentListedVersion,
  presentModelVersion
} from '../presenters/registry.js';
import { route } from './route.js';

export const modelVersionRoutes = async (app: FastifyInstance) => {
  const { executor } = app.context;

  route(app, api.createModelVersion, async input => ({
    model_version: presentModelVersion(
      await executor.write('createModelVersion', {
        name: input.name,
        source: input.source,
        runId: input.run_id,
        modelId: input.model_id,
        runLink: input.run_link,
        description: input.description,
        tags: input.tags
      })
    )
  }));

  route(app, api.getModelVersion, async input => ({
    model_version: presentModelVersion(
      await executor.read('getModelVersion', input)
    )
  }));

  route(app, api.updateModelVersion, async input => ({
    model_version: presentModelVersion(
      await executor.write('updateModelVersion', input)
    )
  }));

  route(app, api.transitionModelVersionStage, async input => ({
    model_version: presentModelVersion(
      await executor.write('transitionModelVersionStage', {
        name: input.name,
        version: input.version,
        stage: input.stage,
        archiveExisting: input.archive_existing_versions
      })
    )
  }));

  route(app, api.deleteModelVersion, async input => {
    await executor.write('deleteModelVersion', input);
    return {};
  });

  route(app, api.getModelVersionDownloadUri, async input => ({
    artifact_uri: await executor.read('getModelVersionDownloadUri', input)
  }));

  route(app, api.setModelVersionTag, async input => {
    await executor.write('setModelVersionTag', input);
    return {};
  });

  route(app, api.deleteModelVersionTag, async input => {
    await executor.write('deleteModelVersionTag', input);
    return {};
  });

  route(app, api.searchModelVersions, async input => {
    const { versions, nextPageToken } = await executor.read(
      'searchModelVersions',
      {
        filter: input.filter,
        orderBy: input.order_by,
        maxResults: input.max_results,
        pageToken: input.page_token
      }
    );
    return {
      model_versions: nonEmpty(versions.map(presentListedVersion)),
      next_page_token: nextPageToken
    };
  });
};
