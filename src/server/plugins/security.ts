import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const OPEN_PATHS = new Set(['/health', '/ready', '/version']);

/** Keeps web pages of other origins, and names rebound to this host, away from the server. */
const security = async (app: FastifyInstance) => {
  const { allowedHosts, allowedOrigins } = app.context.config;

  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('x-frame-options', 'SAMEORIGIN');

    const path = request.url.split('?')[0];
    if (!OPEN_PATHS.has(path) && !allowedHosts(request.headers.host ?? '')) {
      return refuse(
        reply,
        'Invalid Host header - possible DNS rebinding attack detected'
      );
    }
    const { origin, host } = request.headers;
    if (!origin) {
      return;
    }
    if (originHost(origin) !== host && !allowedOrigins(origin)) {
      if (!SAFE_METHODS.has(request.method)) {
        return refuse(reply, 'Cross-origin request blocked');
      }
      return;
    }
    reply.header('vary', 'Origin');
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-allow-credentials', 'true');
    if (request.method === 'OPTIONS') {
      return allowMethods(request, reply);
    }
  });
};

/** Answers a browser that asks before it sends a request from another origin. */
const allowMethods = (request: FastifyRequest, reply: FastifyReply) =>
  reply
    .header(
      'access-control-allow-methods',
      'GET, POST, PUT, DELETE, OPTIONS, PATCH'
    )
    .header(
      'access-control-allow-headers',
      request.headers['access-control-request-headers'] ?? ''
    )
    .header('access-control-max-age', '600')
    .type('text/plain; charset=utf-8')
    .send('OK');

const originHost = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

const refuse = (reply: FastifyReply, message: string) =>
  reply.code(403).type('text/plain').send(message);

export const securityPlugin = fp(security, { name: 'security' });
