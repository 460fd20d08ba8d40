import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

/**
 * Looks at the artifact storage once the server listens. It may come later than this server,
 * so what is wrong is said in the log and keeps nobody from the runs.
 */
const storageCheck = async (app: FastifyInstance) => {
  const { artifacts } = app.context;
  app.addHook('onListen', async () => {
    artifacts.check().catch((error: Error) => {
      app.log.warn({ err: error.cause ?? error }, error.message);
    });
  });
};

export const storageCheckPlugin = fp(storageCheck, { name: 'storage-check' });
