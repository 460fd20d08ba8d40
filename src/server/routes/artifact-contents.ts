import { finished, PassThrough, type Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as api from '../../api/artifacts.js';
import type { Endpoint, RequestOf } from '../../api/endpoint.js';
import { invalidParameter } from '../../api/errors.js';
import { requireFileName } from '../artifacts/artifact-path.js';
import { artifactChange } from '../events/artifact-change.js';
import { API_PREFIXES, parseFields } from './route.js';
import { sendArtifact } from './send-artifact.js';

const MAX_PAGE_UPLOAD_BYTES = 10 * 1024 * 1024;
/** About a megabyte, as chunks come from the network. */
const WAITING_CHUNKS = 16;

/** Routes whose bodies are files: they stream, in whatever size. */
export const artifactContentRoutes = async (app: FastifyInstance) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => done(null));

  storeRoutes(app);
  runRoutes(app);
  modelRoutes(app);
};

const storeRoutes = (app: FastifyInstance) => {
  const { artifacts, changes } = app.context;

  contentRoute(
    app,
    API_PREFIXES,
    api.downloadArtifact,
    async (input, request, reply) =>
      sendArtifact(request, reply, await artifacts.inProxy(input['*']))
  );

  contentRoute(
    app,
    API_PREFIXES,
    api.uploadArtifact,
    async (input, request, reply) => {
      requireFileName(input['*']);
      const { store, path } = await artifacts.inProxy(input['*']);
      await store.write(path, bodyOf(request), bodySize(request));
      changes.add(artifactChange(path));
      return reply.send();
    }
  );

  contentRoute(
    app,
    API_PREFIXES,
    api.deleteArtifact,
    async (input, _, reply) => {
      const { store, path } = await artifacts.inProxy(input['*']);
      await store.delete(path);
      changes.add(artifactChange(path));
      return reply.send({});
    }
  );
};

const runRoutes = (app: FastifyInstance) => {
  const { artifacts, changes, executor } = app.context;

  contentRoute(app, [''], api.getRunArtifact, async (input, request, reply) => {
    const uri = await executor.read('runArtifactUri', {
      runId: input.run_id || input.run_uuid
    });
    return sendArtifact(request, reply, await artifacts.below(uri, input.path));
  });

  contentRoute(
    app,
    API_PREFIXES,
    api.uploadRunArtifact,
    async (input, request, reply) => {
      requirePageUploadSize(request);
      const uri = await executor.read('runArtifactUri', {
        runId: input.run_uuid
      });
      const { store, path } = await artifacts.below(uri, input.path);
      await store.write(path, bodyOf(request), bodySize(request));
      changes.add(artifactChange(path));
      return reply.type('application/json').send();
    }
  );
};

const modelRoutes = (app: FastifyInstance) => {
  const { artifacts, executor } = app.context;

  contentRoute(
    app,
    [''],
    api.getModelVersionArtifact,
    async (input, request, reply) => {
      const uri = await executor.read('getModelVersionDownloadUri', input);
      return sendArtifact(
        request,
        reply,
        await artifacts.below(uri, input.path)
      );
    }
  );

  contentRoute(
    app,
    API_PREFIXES,
    api.getLoggedModelArtifact,
    async (input, request, reply) => {
      const uri = await executor.read('loggedModelArtifactUri', {
        modelId: input.model_id
      });
      return sendArtifact(
        request,
        reply,
        await artifacts.below(uri, input.artifact_file_path)
      );
    }
  );
};

/** Serves an endpoint that answers with other than JSON; its fields are in the URL. */
const contentRoute = <E extends Endpoint>(
  app: FastifyInstance,
  prefixes: readonly string[],
  endpoint: E,
  handle: (
    input: RequestOf<E>,
    request: FastifyRequest,
    reply: FastifyReply
  ) => Promise<FastifyReply>
) => {
  for (const prefix of prefixes) {
    app.route({
      method: endpoint.method,
      url: prefix + endpoint.path,
      config: { endpoint },
      handler: (request, reply) => {
        const fields = {
          ...(request.query as object),
          ...(request.params as object)
        };
        return handle(parseFields(endpoint, fields), request, reply);
      }
    });
  }
};

/**
 * The body. A store that fails reads no further: the request must live on then, and come to
 * its end, because most clients read what is wrong only after they have sent everything.
 */
const bodyOf = ({ raw }: FastifyRequest): Readable => {
  // Chunks as they came: as bytes, all that wait would be copied into one whenever it is read.
  const body = new PassThrough({
    readableObjectMode: true,
    readableHighWaterMark: WAITING_CHUNKS
  });
  // A client may go away before a store reads, which then meets the error all the same.
  body.on('error', () => {});
  finished(raw, { writable: false }, error => error && body.destroy(error));
  body.once('close', () => {
    raw.unpipe(body);
    raw.resume();
  });
  return raw.pipe(body);
};

const bodySize = ({ headers }: FastifyRequest): number | undefined =>
  headers['content-length'] === undefined
    ? undefined
    : Number(headers['content-length']);

const requirePageUploadSize = (request: FastifyRequest) => {
  const bytes = bodySize(request) ?? 0;
  if (bytes === 0) {
    throw invalidParameter('Request must specify data.');
  }
  if (bytes > MAX_PAGE_UPLOAD_BYTES) {
    throw invalidParameter('Artifact size is too large. Max size is 10MB.');
  }
};
