import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Endpoint } from '../../api/endpoint.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** All endpoints of the API that are served, by method and path. */
    endpoints: ReadonlyMap<string, Endpoint>;
  }
  interface FastifyContextConfig {
    endpoint?: Endpoint;
  }
}

/** Knows which endpoints routes serve: each route has its own in its config. */
const endpoints = async (app: FastifyInstance) => {
  const served = new Map<string, Endpoint>();
  app.decorate('endpoints', served);
  app.addHook('onRoute', ({ config }) => {
    if (config?.endpoint) {
      const { method, path } = config.endpoint;
      served.set(`${method} ${path}`, config.endpoint);
    }
  });
};

export const endpointsPlugin = fp(endpoints, { name: 'endpoints' });
