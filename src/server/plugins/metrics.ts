import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { routeOf } from '../observability/route-of.js';
import { ServerMetrics } from '../observability/server-metrics.js';

declare module 'fastify' {
  interface FastifyInstance {
    metrics: ServerMetrics;
  }
}

/** Counts requests and the time they take. */
const metrics = async (app: FastifyInstance) => {
  const { changes, config } = app.context;
  const counted = new ServerMetrics({
    version: config.version,
    openStreams: () => changes.listeners
  });
  app.decorate('metrics', counted);

  app.addHook('onResponse', (request, reply, done) => {
    counted.answered(
      {
        method: request.method,
        route: routeOf(request),
        status: String(reply.statusCode)
      },
      reply.elapsedTime / 1000
    );
    done();
  });
};

export const metricsPlugin = fp(metrics, { name: 'metrics' });
