import * as z from 'zod';
import { endpoint } from './endpoint.js';
import { message } from './message.js';

/** What the client asks once a minute to learn what this server can do. */
export const getServerInfo = endpoint(
  'GET',
  '/3.0/mlflow/server-info',
  message({}),
  z.object({
    store_type: z.string(),
    workspaces_enabled: z.boolean(),
    trace_archival_enabled: z.boolean(),
    multipart_uploads_enabled: z.boolean(),
    multipart_downloads_enabled: z.boolean(),
    presigned_upload_run_id_supported: z.boolean(),
    presigned_upload_model_id_supported: z.boolean(),
    features_enabled: z.record(z.string(), z.boolean())
  })
);
