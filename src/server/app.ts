import Fastify, { LogController, type FastifyInstance } from 'fastify';
import type { Context } from './context.js';
import { defaultLimits, type Limits } from './limits.js';
import { loggerOptions } from './observability/log.js';
import { drainingPlugin } from './plugins/draining.js';
import {
  answerClientError,
  answerError,
  errorsPlugin
} from './plugins/errors.js';
import { jsonBodiesPlugin } from './plugins/json-bodies.js';
import { endpointsPlugin } from './plugins/endpoints.js';
import { metricsPlugin } from './plugins/metrics.js';
import { requestLogPlugin } from './plugins/request-log.js';
import { securityPlugin } from './plugins/security.js';
import { storageCheckPlugin } from './plugins/storage-check.js';
import { tokenPlugin } from './plugins/token.js';
import { jsonRoutes, openRoutes, rawRoutes } from './routes/index.js';

declare module 'fastify' {
  interface FastifyInstance {
    context: Context;
  }
}

/** Builds the HTTP server around a context; the caller listens, or injects. */
export const createApp = (
  context: Context,
  limits: Limits = defaultLimits
): FastifyInstance => {
  const app = Fastify({
    bodyLimit: limits.bodyBytes,
    logger: loggerOptions(context.config.log, process.stderr),
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 1000 },
    frameworkErrors: answerError,
    clientErrorHandler: answerClientError,
    http: {
      maxHeaderSize: limits.headersBytes,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.headersMs / 4
    },
    connectionTimeout: limits.idleMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false
  });
  app.decorate('context', context);
  app.register(errorsPlugin);
  app.register(endpointsPlugin);
  app.register(drainingPlugin);
  app.register(requestLogPlugin);
  app.register(metricsPlugin);
  app.register(securityPlugin);
  app.register(storageCheckPlugin);
  app.register(async open => {
    open.register(jsonBodiesPlugin);
    openRoutes.forEach(routes => open.register(routes));
  });
  app.register(async guarded => {
    guarded.register(tokenPlugin);
    guarded.register(async json => {
      json.register(jsonBodiesPlugin);
      jsonRoutes.forEach(routes => json.register(routes));
    });
    rawRoutes.forEach(routes => guarded.register(routes));
  });
  return app;
};
