import { createHash, randomBytes } from 'node:crypto';
import { check } from '../check.mjs';
import { withConnection } from '../load.mjs';
import { ARTIFACTS } from '../mlflow-api.mjs';

const MEGABYTES = 100;
const PATH = `${ARTIFACTS}/bench/weights.bin`;
const content = randomBytes(MEGABYTES * 1_000_000);

const digest = chunks => {
  const hash = createHash('sha256');
  chunks.forEach(chunk => hash.update(chunk));
  return hash.digest('hex');
};

const upload = server =>
  withConnection(server.port, connection =>
    connection.send('PUT', PATH, content)
  );

const download = server =>
  withConnection(server.port, connection => connection.send('GET', PATH));

/** Megabytes a second of a transfer that has to succeed. */
async function speed(server, transfer) {
  const started = performance.now();
  await transfer(server);
  const seconds = (performance.now() - started) / 1000;
  return MEGABYTES / seconds;
}

async function verify(server) {
  const { chunks } = await download(server);
  check(server, 'artifact', digest(chunks), digest([content]));
}

const common = { unit: 'MB/s', better: 'more', needs: 'artifacts', verify };

export const artifactUpload = {
  ...common,
  id: 'artifact-up',
  title: 'artifact of 100 MB, up',
  prepare: async () => ({}),
  measure: server => speed(server, upload)
};

export const artifactDownload = {
  ...common,
  id: 'artifact-down',
  title: 'artifact of 100 MB, down',
  prepare: upload,
  measure: server => speed(server, download)
};
