import type { FastifyInstance } from 'fastify';
import type { Config } from './config.js';

/** Starts listening and gives the server's address. */
export const listen = async (
  app: FastifyInstance,
  config: Config
): Promise<string> => {
  try {
    return await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    if (!isPortTaken(error)) {
      throw error;
    }
    // An embedded server only prefers its last port: kernels then keep their address.
    if (config.embedded) {
      return app.listen({ host: config.host, port: 0 });
    }
    throw new Error(
      `Port ${config.port} of ${config.host} is in use. Stop the other program or give another --port.`,
      { cause: error }
    );
  }
};

const isPortTaken = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
