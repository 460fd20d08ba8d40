import type { FastifyInstance, FastifyReply } from 'fastify';
import { requireReady } from '../observability/readiness.js';

/** What anyone may ask, to see whether the server lives and can do its work. */
export const healthRoutes = async (app: FastifyInstance) => {
  app.get('/health', async (_request, reply) => answer(reply, 200, 'OK'));

  app.get('/ready', async (request, reply) => {
    try {
      await requireReady(app.context);
      return answer(reply, 200, 'OK');
    } catch (error) {
      request.log.warn({ err: error }, 'the store is not ready');
      return answer(reply, 503, 'The store does not answer.');
    }
  });

  app.get('/version', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .send(app.context.config.mlflowVersion)
  );
};

const answer = (reply: FastifyReply, status: number, text: string) =>
  reply.code(status).type('text/plain; charset=utf-8').send(text);
