import type { FastifyInstance } from 'fastify';

/** What anyone may ask, to see whether the server lives. */
export const healthRoutes = async (app: FastifyInstance) => {
  app.get('/health', async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send('OK')
  );

  app.get('/version', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .send(app.context.config.mlflowVersion)
  );
};
