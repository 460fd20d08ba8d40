import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/** Lets only requests with the server's bearer token through, where it has one. */
const requireToken = async (app: FastifyInstance) => {
  const { token } = app.context.config;
  if (!token) {
    return;
  }
  const expected = digest(`Bearer ${token}`);
  app.addHook('onRequest', async (request, reply) => {
    const given = digest(request.headers.authorization ?? '');
    if (!timingSafeEqual(given, expected)) {
      return reply
        .code(401)
        .header('www-authenticate', 'Bearer realm="trackbook"')
        .type('text/plain')
        .send('This tracking server needs a token: set MLFLOW_TRACKING_TOKEN.');
    }
  });
};

const digest = (text: string) => createHash('sha256').update(text).digest();

export const tokenPlugin = fp(requireToken, { name: 'token' });
