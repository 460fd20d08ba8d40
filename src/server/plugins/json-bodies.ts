import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { invalidParameter } from '../../api/errors.js';
import { parseJson, requireShallow } from '../json.js';

/** Reads bodies as MLflow does: only JSON, an old client's JSON twice encoded, none as empty. */
const jsonBodies = async (app: FastifyInstance) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => toMessage(toText(body))
  );
  app.addContentTypeParser('*', async () => {
    throw invalidParameter(
      "Bad Request. Content-Type must be one of ['application/json']."
    );
  });
  app.addHook('preValidation', async request => {
    if (
      request.body === undefined &&
      (request.method === 'POST' || request.method === 'PUT') &&
      !request.headers['content-type']
    ) {
      throw invalidParameter('Bad Request. Content-Type header is missing.');
    }
  });
};

const toText = (body: Buffer): string => {
  if (!isUtf8(body)) {
    throw invalidParameter('The request body is not valid UTF-8.');
  }
  requireShallow(body);
  return body.toString();
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
