import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { EVENTS_PATH } from '../../api/trackbook.js';
import { eventStream } from '../events/event-stream.js';
import { API_PREFIXES } from './route.js';

/** One stream of all that changes, for as long as the client listens. */
export const eventRoutes = async (app: FastifyInstance) => {
  const open = new Set<Readable>();

  for (const prefix of API_PREFIXES) {
    app.get(prefix + EVENTS_PATH, async (request, reply) => {
      const lastEventId = request.headers['last-event-id'];
      const stream = eventStream(
        app.context.changes,
        lastEventId === undefined ? undefined : String(lastEventId)
      );
      open.add(stream);
      stream.once('close', () => open.delete(stream));
      return reply
        .type('text/event-stream')
        .header('cache-control', 'no-cache')
        .header('x-accel-buffering', 'no')
        .send(stream);
    });
  }

  app.addHook('preClose', async () => {
    app.context.changes.close();
    open.forEach(stream => stream.destroy());
  });
};
