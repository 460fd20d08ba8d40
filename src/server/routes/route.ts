import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Endpoint, ReplyOf, RequestOf } from '../../api/endpoint.js';
import { toJson } from '../json.js';
import { toRefusal } from './refusal.js';

export const API_PREFIXES = ['/api', '/ajax-api'];

/** A reply that a reader thread has already written as JSON. */
export type JsonText = Uint8Array;

/** Serves one endpoint, below both prefixes: parse, do, answer. */
export const route = <E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  handle: (
    input: RequestOf<E>,
    request: FastifyRequest
  ) => Promise<ReplyOf<E> | JsonText>
): void => {
  for (const prefix of API_PREFIXES) {
    app.route({
      method: endpoint.method,
      url: prefix + endpoint.path,
      config: { endpoint },
      handler: async (request, reply) => {
        const result = await handle(parseRequest(endpoint, request), request);
        reply.header('content-type', 'application/json');
        return result instanceof Uint8Array ? result : toJson(result);
      }
    });
  }
};

/** The endpoint's fields come from the query of a GET, if it has one, or the body, and from the path. */
const parseRequest = <E extends Endpoint>(
  endpoint: E,
  request: FastifyRequest
): RequestOf<E> => {
  const fields =
    endpoint.method === 'GET' ? (request.body ?? request.query) : request.body;
  const path = request.params as Record<string, string>;
  return parseFields(
    endpoint,
    Object.keys(path).length > 0
      ? { ...(fields ?? {}), ...path }
      : (fields ?? {})
  );
};

/** The endpoint's request, checked; throws a refusal in MLflow's words. */
export const parseFields = <E extends Endpoint>(
  endpoint: E,
  fields: object
): RequestOf<E> => {
  const result = endpoint.request.safeParse(fields, { reportInput: true });
  if (!result.success) {
    throw toRefusal(result.error);
  }
  return result.data as RequestOf<E>;
};
