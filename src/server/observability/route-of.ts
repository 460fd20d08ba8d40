import type { FastifyRequest } from 'fastify';

/** The pattern a request was matched with, such as `/artifacts/*`. */
export const routeOf = (request: FastifyRequest): string =>
  request.routeOptions.url ?? 'unknown';
