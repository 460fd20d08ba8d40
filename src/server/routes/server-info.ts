import type { FastifyInstance } from 'fastify';
import { getServerInfo } from '../../api/server-info.js';
import { route } from './route.js';

export const serverInfoRoutes = async (app: FastifyInstance) => {
  route(app, getServerInfo, async () => ({
    store_type: 'SqlStore',
    workspaces_enabled: false,
    trace_archival_enabled: false,
    multipart_uploads_enabled: false,
    multipart_downloads_enabled: false,
    presigned_upload_run_id_supported: true,
    presigned_upload_model_id_supported: true,
    features_enabled: { gateway: false }
  }));
};
