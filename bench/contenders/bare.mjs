import path from 'node:path';
import { fillOverHttp } from '../fill-over-http.mjs';

const SERVER = path.join(import.meta.dirname, 'bare', 'server.mjs');

/** The limit: what Fastify and SQLite allow on one thread where nothing is checked. */
export const bare = () => ({
  name: 'bare Node',
  stores: ['sqlite'],
  fill: fillOverHttp,
  command: ({ database, folder, port }) => [
    process.execPath,
    SERVER,
    database.uri.replace('sqlite:///', ''),
    folder,
    String(port)
  ]
});
