import path from 'node:path';
import { fillOverHttp } from '../fill-over-http.mjs';

const SERVER = path.join(import.meta.dirname, 'bare', 'server.mjs');

/** The limit: what Fastify and the database allow on one thread where nothing is checked. */
export const bare = () => ({
  name: 'bare Node',
  fill: fillOverHttp,
  lacks: ['registry'],
  command: ({ database, folder, port }) => [
    process.execPath,
    SERVER,
    database.uri,
    folder,
    String(port)
  ]
});
