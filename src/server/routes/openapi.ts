import type { FastifyInstance } from 'fastify';
import { presentOpenApi } from '../presenters/openapi.js';

/** The description of the API, for tools and for people. */
export const openApiRoutes = async (app: FastifyInstance) => {
  let description: string | undefined;

  app.get('/openapi.json', async (_request, reply) => {
    description ??= JSON.stringify(
      presentOpenApi(app.endpoints.values(), app.context.config.version)
    );
    return reply.type('application/json').send(description);
  });
};
