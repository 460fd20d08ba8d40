import { createExperiment, experimentNamed } from './mlflow-api.mjs';
import { EXPERIMENT, logRuns, sampleRuns } from './sample-runs.mjs';

/** Add sample runs the way any client would. */
export async function fillOverHttp(server, from, to) {
  const wasRunning = server.running;
  if (!wasRunning) {
    await server.start();
  }
  const open = from === 0 ? createExperiment : experimentNamed;
  const experimentId = await open(server, EXPERIMENT);
  await logRuns(server, experimentId, sampleRuns(from, to));
  if (!wasRunning) {
    await server.stop();
  }
}
