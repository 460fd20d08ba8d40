import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { venv } from '../../scripts/lib/setup.mjs';
import { EXPERIMENT, sampleRuns } from '../sample-runs.mjs';
import { mlflowFlags } from './mlflow-flags.mjs';

const FILL = path.resolve(import.meta.dirname, '..', 'fill_mlflow.py');

export const mlflow = () => ({
  name: 'mlflow server',
  fill,
  command: server => [
    venv('mlflow'),
    'server',
    ...mlflowFlags(server, uriOf(server)),
    ...['--workers', '4']
  ]
});

/** SQLAlchemy has to be told which driver is there. */
const uriOf = ({ database }) =>
  database.uri.replace(/^postgresql:/, 'postgresql+psycopg2:');

/** Add sample runs to the database behind the server's back, since over HTTP that takes minutes. */
async function fill(server, from, to) {
  const filling = spawn(venv('python'), [FILL, uriOf(server), EXPERIMENT], {
    stdio: ['pipe', 'ignore', 'pipe']
  });
  let errors = '';
  filling.stderr.on('data', chunk => (errors += chunk));
  const closed = once(filling, 'close');
  // When it dies early, its exit code says more than the broken pipe.
  await pipeline(Readable.from(lines(from, to)), filling.stdin).catch(() => {});
  const [code] = await closed;
  if (code !== 0) {
    throw new Error(`filling mlflow's database failed:\n${errors}`);
  }
}

function* lines(from, to) {
  for (const run of sampleRuns(from, to)) {
    yield `${JSON.stringify(run)}\n`;
  }
}
