import Fastify, { LogController, type FastifyInstance } from 'fastify';
import type { Context } from './context.js';
import { errorsPlugin } from './plugins/errors.js';
import { jsonBodiesPlugin } from './plugins/json-bodies.js';
import { securityPlugin } from './plugins/security.js';
import { storageCheckPlugin } from './plugins/storage-check.js';
import { tokenPlugin } from './plugins/token.js';
import { jsonRoutes, openRoutes, rawRoutes } from './routes/index.js';

declare module 'fastify' {
  interface FastifyInstance {
    context: Context;
  }
}

/** Room for 1,000 metrics with the longest keys, and for params of several megabytes. */
const BODY_LIMIT = 32 * 1024 * 1024;

/** Builds the HTTP server around a context; the caller listens, or injects. */
export const createApp = (context: Context): FastifyInstance => {
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    logger: context.config.logLevel
      ? { level: context.config.logLevel, stream: process.stderr }
      : false,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 1000 },
    forceCloseConnections: 'idle'
  });
  app.decorate('context', context);
  app.register(errorsPlugin);
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
