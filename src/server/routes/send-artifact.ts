import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ArtifactFile } from '../artifacts/artifact-store.js';
import type { ArtifactLocation } from '../artifacts/artifact-locations.js';
import { contentType } from '../artifacts/content-type.js';
import { attachment } from './content-disposition.js';
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
  const etag = etagOf(file);
  reply
    .header('content-type', contentType(name))
    .header('content-disposition', attachment(name))
    .header('content-security-policy', 'sandbox')
    .header('accept-ranges', 'bytes')
    .header('last-modified', file.modifiedAt.toUTCString())
    .header('etag', etag);
  if (request.headers['if-none-match'] === etag) {
    return reply.code(304).send();
  }
  if (request.method === 'HEAD') {
    // Fastify would make the length of nothing at all 0, but leaves that of a stream alone.
    return reply.header('content-length', file.size).send(Readable.from([]));
  }
  return sendContent(request, reply, file, etag);
};

const sendContent = (
  request: FastifyRequest,
  reply: FastifyReply,
  file: ArtifactFile,
  etag: string
): FastifyReply => {
  const condition = request.headers['if-range'];
  const stale = condition !== undefined && condition !== etag;
  const range = stale
    ? { kind: 'whole' as const }
    : parseRange(request.headers.range, file.size);
  switch (range.kind) {
    case 'whole':
      return reply.header('content-length', file.size).send(file.read());
    case 'unsatisfiable':
      return reply
        .code(416)
        .header('content-range', `bytes */${file.size}`)
        .send();
    case 'part':
      return reply
        .code(206)
        .header('content-length', range.end - range.start + 1)
        .header(
          'content-range',
          `bytes ${range.start}-${range.end}/${file.size}`
        )
        .send(file.read(range));
  }
};

const etagOf = ({ modifiedAt, size }: ArtifactFile) =>
  `"${modifiedAt.getTime().toString(36)}-${size.toString(36)}"`;
