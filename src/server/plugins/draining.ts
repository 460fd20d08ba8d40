import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { TrackbookError } from '../../api/errors.js';

/**
 * Once the server has been told to stop: finishes what it accepted, refuses what comes after on
 * connections that are still open, and closes each connection after its answer.
 */
const draining = async (app: FastifyInstance) => {
  let stopping = false;

  app.addHook('preClose', async () => {
    stopping = true;
  });

  app.addHook('onRequest', (_request, _reply, done) => {
    done(
      stopping
        ? new TrackbookError(
            'TEMPORARILY_UNAVAILABLE',
            'The tracking server is stopping.'
          )
        : undefined
    );
  });

  app.addHook('onSend', (_request, reply, payload, done) => {
    if (stopping) {
      reply.header('connection', 'close');
    }
    done(null, payload);
  });
};

export const drainingPlugin = fp(draining, { name: 'draining' });
