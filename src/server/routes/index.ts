import type { FastifyPluginAsync } from 'fastify';
import { artifactContentRoutes } from './artifact-contents.js';
import { artifactTransferRoutes } from './artifact-transfers.js';
import { artifactRoutes } from './artifacts.js';
import { eventRoutes } from './events.js';
import { experimentRoutes } from './experiments.js';
import { healthRoutes } from './health.js';
import { loggedModelRoutes } from './logged-models.js';
import { openApiRoutes } from './openapi.js';
import { observabilityRoutes } from './observability.js';
import { modelVersionRoutes } from './model-versions.js';
import { pageRoutes } from './page.js';
import { registeredModelRoutes } from './registered-models.js';
import { inputRoutes } from './inputs.js';
import { loggingRoutes } from './logging.js';
import { metricRoutes } from './metrics.js';
import { runRoutes } from './runs.js';
import { serverInfoRoutes } from './server-info.js';
import { trackbookRoutes } from './trackbook.js';

/** Answer anyone, also without a token. */
export const openRoutes: FastifyPluginAsync[] = [
  healthRoutes,
  openApiRoutes,
  serverInfoRoutes,
  pageRoutes
];

/** Take and give JSON, and need the token where there is one. */
export const jsonRoutes: FastifyPluginAsync[] = [
  experimentRoutes,
  runRoutes,
  loggingRoutes,
  inputRoutes,
  metricRoutes,
  trackbookRoutes,
  registeredModelRoutes,
  modelVersionRoutes,
  loggedModelRoutes,
  artifactRoutes,
  artifactTransferRoutes
];

/** Read and write bodies of their own kind, and need the token where there is one. */
export const rawRoutes: FastifyPluginAsync[] = [
  artifactContentRoutes,
  eventRoutes,
  observabilityRoutes
];
