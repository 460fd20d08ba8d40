import type { Socket } from 'node:net';
import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest
} from 'fastify';
import fp from 'fastify-plugin';
import {
  errorClasses,
  errorStatus,
  specialClasses,
  TrackbookError,
  type ErrorCode
} from '../../api/errors.js';

// An import would make Node load all parts of this module, a whole web client among them.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

/** Turns what routes throw into replies, and answers paths nobody serves. */
const errors = async (app: FastifyInstance) => {
  const methodsByPath = rememberPaths(app);

  app.setErrorHandler(answerError);

  // The client takes a 404 that is not JSON for "this server has no such endpoint".
  const notFound = (request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.split('?')[0];
    const wrongMethod = methodsByPath.some(pattern => pattern.test(path));
    return sendPage(reply, wrongMethod ? 405 : 404);
  };
  // Before the body is read, which may be anything.
  app.addHook('preParsing', async (request, reply) => {
    if (request.is404) {
      return notFound(request, reply);
    }
  });
  app.setNotFoundHandler(notFound);
};

/** Also answers what Fastify refuses before it has found a route. */
export const answerError = (
  error: FastifyError | TrackbookError,
  request: FastifyRequest,
  reply: FastifyReply
): FastifyReply => {
  if (error instanceof TrackbookError) {
    // What lies behind it is for whoever runs the server, and not for its clients.
    if (error.cause && error.code !== 'INVALID_PARAMETER_VALUE') {
      request.log.warn({ err: error.cause }, error.message);
    }
    const status = errorStatus[error.code];
    return sendError(
      reply,
      status,
      error.code,
      error.message,
      error.options.errorClass && specialClasses[error.options.errorClass]
    );
  }
  const status = refusedWith400.has(error.code)
    ? 400
    : (error.statusCode ?? 500);
  if (status < 500) {
    const message = refusals[error.code] ?? error.message;
    return sendError(reply, status, 'INVALID_PARAMETER_VALUE', message);
  }
  if (request.raw.destroyed && !request.raw.complete) {
    // Nobody hears this, and the fault is not ours.
    const message = 'The request did not arrive whole.';
    return sendError(reply, 400, 'INVALID_PARAMETER_VALUE', message);
  }
  request.log.error({ err: error }, 'request failed');
  return sendError(
    reply,
    500,
    'INTERNAL_ERROR',
    `The tracking server failed to answer. Its log says why, at ${request.id}.`
  );
};

/** As MLflow has it. */
const refusedWith400 = new Set(['FST_ERR_CTP_INVALID_MEDIA_TYPE']);

/** In words of ours, and without the URL that Fastify would repeat. */
const refusals: Partial<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE:
    'The request body is too large. Split it up into several requests.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE:
    "Bad Request. Content-Type must be one of ['application/json'].",
  FST_ERR_BAD_URL: 'The URL is not correctly percent-encoded.',
  FST_ERR_MAX_PARAM_LENGTH: 'A part of the URL is too long.'
};

/** Answers what is not HTTP, too large or too slow a header, then hangs up. */
export const answerClientError = (
  error: NodeJS.ErrnoException,
  socket: Socket
): void => {
  if (socket.writable) {
    const [status, message] = clientErrors[error.code ?? ''] ?? [
      400,
      'The request is not valid HTTP.'
    ];
    const body = JSON.stringify({
      error_code: 'INVALID_PARAMETER_VALUE',
      message
    });
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
    );
  }
  socket.destroySoon();
};

const clientErrors: Partial<Record<string, [status: number, message: string]>> =
  {
    ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
    HPE_HEADER_OVERFLOW: [431, 'The URL and headers are too long.']
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

/** Longer messages repeat what the client sent. */
const MAX_MESSAGE_LENGTH = 10_000;

const sendError = (
  reply: FastifyReply,
  status: number,
  code: ErrorCode,
  message: string,
  [sqlstate, error_class]: readonly string[] = errorClasses[code] ?? []
) => {
  return reply
    .code(status)
    .type('application/json')
    .send(
      JSON.stringify({
        error_code: code,
        message: message.slice(0, MAX_MESSAGE_LENGTH),
        sqlstate,
        error_class
      })
    );
};

const sendPage = (reply: FastifyReply, status: 404 | 405) =>
  reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html>\n<html lang=en>\n<title>${status} ${STATUS_CODES[status]}</title>\n<h1>${STATUS_CODES[status]}</h1>\n`
    );

export const errorsPlugin = fp(errors, { name: 'errors' });
