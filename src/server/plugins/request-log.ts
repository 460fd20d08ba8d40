import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { logsRequests } from '../observability/log.js';
import { routeOf } from '../observability/route-of.js';

/**
 * Logs each request once it is over. Of the URL only its pattern is told: the rest holds names,
 * filters and values of the user.
 */
const requestLog = async (app: FastifyInstance) => {
  if (!logsRequests(app.context.config.log)) {
    return;
  }

  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: routeOf(request),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 100) / 100
      },
      'answered'
    );
  });

  app.addHook('onRequestAbort', async request => {
    request.log.info(
      { method: request.method, route: routeOf(request) },
      'client went away'
    );
  });
};

export const requestLogPlugin = fp(requestLog, { name: 'request-log' });
