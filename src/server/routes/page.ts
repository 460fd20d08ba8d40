import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The server's own web page, where it was built with one. */
export const pageRoutes = async (app: FastifyInstance) => {
  const { pageFolder } = app.context;
  if (existsSync(pageFolder)) {
    await app.register(fastifyStatic, {
      root: pageFolder,
      // One route for each file, so that other paths stay unknown.
      wildcard: false
    });
  }
};
