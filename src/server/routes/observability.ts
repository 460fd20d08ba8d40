import type { FastifyInstance } from 'fastify';

/** What Prometheus scrapes; it tells of load, so it needs the token where there is one. */
export const observabilityRoutes = async (app: FastifyInstance) => {
  app.get('/metrics', async (_request, reply) =>
    reply.type(app.metrics.contentType).send(await app.metrics.text())
  );
};
