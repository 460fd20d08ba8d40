import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ArtifactFile } from '../artifacts/artifact-store.js';
import type { ArtifactLocation } from '../artifacts/artifact-locations.js';
import { contentType } from '../artifacts/content-type.js';
import { attachment } from '../artifacts/content-disposition.js';
import { conditionOf, isRangeCurrent } from './conditions.js';
import { parseRange } from './range.js';

/**
 * Answers with a file, whole or the range asked for. It is always an attachment, and a page
 * that shows it all the same runs it in a sandbox: artifacts are other people's HTML.
 */
export const sendArtifact = async (
  request: FastifyRequest,
  reply: FastifyReply,
  { store, path }: ArtifactLocation
): Promise<FastifyReply> => {
  const file = await store.open(path);
  const name = posix.basename(path);
  const etag = `"${file.version}"`;
  reply
    .header('content-type', contentType(name))
    .header('content-disposition', attachment(name))
    .header('content-security-policy', 'sandbox')
    .header('accept-ranges', 'bytes')
    .header('last-modified', file.modifiedAt.toUTCString())
    .header('etag', etag);
  const condition = conditionOf(request.headers, { etag, ...file });
  if (condition !== 'met') {
    return reply.code(condition === 'failed' ? 412 : 304).send();
  }
  if (request.method === 'HEAD') {
    // Fastify would make the length of nothing at all 0, but leaves that of a stream alone.
    return reply.header('content-length', file.size).send(Readable.from([]));
  }
  return sendContent(request, reply, file, etag);
};

const sendContent = async (
  request: FastifyRequest,
  reply: FastifyReply,
  file: ArtifactFile,
  etag: string
): Promise<FastifyReply> => {
  const { range: asked, 'if-range': condition } = request.headers;
  const range = parseRange(
    isRangeCurrent(condition as string | undefined, etag) ? asked : undefined,
    file.size
  );
  if (range.kind === 'unsatisfiable') {
    return reply
      .code(416)
      .header('content-range', `bytes */${file.size}`)
      .send();
  }
  // Read first: what fails here is answered with an error, not with this file's length.
  if (range.kind === 'whole') {
    const content = await file.read();
    return reply.header('content-length', file.size).send(content);
  }
  const { start, end } = range;
  const content = await file.read({ start, end });
  return reply
    .code(206)
    .header('content-length', end - start + 1)
    .header('content-range', `bytes ${start}-${end}/${file.size}`)
    .send(content);
};
