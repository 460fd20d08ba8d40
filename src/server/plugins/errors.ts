import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import { errorStatus, TrackbookError } from '../../api/errors.js';

/** Turns what routes throw into replies, and answers paths nobody serves. */
const errors = async (app: FastifyInstance) => {
  const methodsByPath = rememberPaths(app);

  app.setErrorHandler(
    (error: FastifyError | TrackbookError, request, reply) => {
      if (error instanceof TrackbookError) {
        // What lies behind it is for whoever runs the server, and not for its clients.
        if (error.cause && error.code !== 'INVALID_PARAMETER_VALUE') {
          request.log.warn({ err: error.cause }, error.message);
        }
        return sendError(
          reply,
          errorStatus[error.code],
          error.code,
          error.message
        );
      }
      const status = error.statusCode ?? 500;
      if (status < 500) {
        return sendError(
          reply,
          status,
          'INVALID_PARAMETER_VALUE',
          error.message
        );
      }
      request.log.error({ err: error }, 'request failed');
      return sendError(
        reply,
        500,
        'INTERNAL_ERROR',
        'The tracking server failed to answer. Its log says why.'
      );
    }
  );

  // The client takes a 404 that is not JSON for "this server has no such endpoint".
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0];
    const wrongMethod = methodsByPath.some(pattern => pattern.test(path));
    return sendPage(reply, wrongMethod ? 405 : 404);
  });
};

const rememberPaths = (app: FastifyInstance): RegExp[] => {
  const seen = new Map<string, RegExp>();
  app.addHook('onRoute', ({ url }) => {
    const pattern = url
      .replace(/[.()+?^$|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/:\w+/g, '[^/]+');
    seen.set(url, new RegExp(`^${pattern}$`));
    patterns.splice(0, patterns.length, ...seen.values());
  });
  const patterns: RegExp[] = [];
  return patterns;
};

const sendError = (
  reply: FastifyReply,
  status: number,
  code: string,
  message: string
) =>
  reply
    .code(status)
    .type('application/json')
    .send(JSON.stringify({ error_code: code, message }));

const sendPage = (reply: FastifyReply, status: 404 | 405) =>
  reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html>\n<html lang=en>\n<title>${status} ${STATUS_CODES[status]}</title>\n<h1>${STATUS_CODES[status]}</h1>\n`
    );

export const errorsPlugin = fp(errors, { name: 'errors' });
