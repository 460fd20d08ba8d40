import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { EXPERIMENT, logRuns } from './sample-runs.mjs';
import { python } from './servers.mjs';

/** Fill Trackbook the way any client would: over HTTP. */
export async function fillOverHttp(server, runs) {
  await server.start();
  await logRuns(server, runs);
  await server.stop();
}

/** Fill mlflow's database behind its back, since over HTTP that takes minutes. */
export async function fillMlflow(server, runs) {
  const script = path.join(import.meta.dirname, 'fill_mlflow.py');
  const filling = spawn(python, [script, server.database, EXPERIMENT], {
    stdio: ['pipe', 'ignore', 'pipe']
  });
  let errors = '';
  filling.stderr.on('data', chunk => (errors += chunk));
  filling.stdin.end(runs.map(run => JSON.stringify(run)).join('\n'));
  const [code] = await once(filling, 'close');
  if (code !== 0) {
    throw new Error(`filling mlflow's database failed:\n${errors}`);
  }
}
