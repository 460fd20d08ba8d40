import type { FastifyInstance } from 'fastify';
import { getServerInfo } from '../../api/server-info.js';
import { route } from './route.js';

export const serverInfoRoutes = async (app: FastifyInstance) => {
  const { artifacts } = app.context;

  route(app, getServerInfo, async () => {
    const store = await artifacts.proxied();
    const direct = store?.direct !== undefined;
    return {
      store_type: 'SqlStore',
      workspaces_enabled: false,
      trace_archival_enabled: false,
      multipart_uploads_enabled: direct,
      multipart_downloads_enabled: direct,
      presigned_upload_run_id_supported: true,
      presigned_upload_model_id_supported: true,
      features_enabled: { gateway: false }
    };
  });
};
