import { isUtf8 } from 'node:buffer';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { invalidParameter } from '../../api/errors.js';
import { parseJson, requireShallow } from '../json.js';

/** Methods of which the content type must be said; of others it does not matter. */
const NAMES_ITS_BODY = new Set(['POST', 'PUT']);

/** Reads bodies as MLflow does: only JSON, an old client's JSON twice encoded, none as empty. */
const jsonBodies = async (app: FastifyInstance) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => toMessage(toText(body))
  );
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      if (NAMES_ITS_BODY.has(request.method)) {
        throw invalidParameter(
          "Bad Request. Content-Type must be one of ['application/json']."
        );
      }
      return toMessage(toText(body));
    }
  );
  // `curl -X GET -d '{…}'`, of whatever type; beside a query MLflow does not look at it.
  app.addHook('preValidation', async request => {
    if (request.method === 'GET' && !request.url.includes('?')) {
      const body = await readAll(request);
      request.body = body.length > 0 ? toMessage(toText(body)) : undefined;
    }
  });
  app.addHook('preValidation', (request, _reply, done) => {
    const isNameless =
      request.body === undefined &&
      NAMES_ITS_BODY.has(request.method) &&
      !request.headers['content-type'];
    done(
      isNameless
        ? invalidParameter('Bad Request. Content-Type header is missing.')
        : undefined
    );
  });
};

/** The body of a method of which Fastify reads none. */
const readAll = async (request: FastifyRequest): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  // The connection is still needed to say that it is too much.
  for await (const chunk of request.raw.iterator({ destroyOnReturn: false })) {
    length += chunk.length;
    if (length > request.routeOptions.bodyLimit) {
      throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const toText = (body: Buffer): string => {
  if (!isUtf8(body)) {
    throw invalidParameter('The request body is not valid UTF-8.');
  }
  requireShallow(body);
  // Some programs of Windows begin with a mark of the byte order.
  return body.toString().replace(/^\ufeff/, '');
};

const toMessage = (text: string): object => {
  if (text.trim() === '') {
    return {};
  }
  let body = parseJson(text);
  if (typeof body === 'string') {
    body = parseJson(body);
  }
  if (body === null) {
    return {};
  }
  if (typeof body !== 'object' || Array.isArray(body)) {
    throw invalidParameter('The request body must be a JSON object.');
  }
  return body;
};

export const jsonBodiesPlugin = fp(jsonBodies, { name: 'json-bodies' });
