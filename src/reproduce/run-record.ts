import { RECORD_FILE } from '../analysis/index.js';
import type { Run, TrackbookClient } from '../client/index.js';
import {
  DATA_FILE,
  ENVIRONMENT_FILE,
  REQUIREMENTS_FILE
} from '../data/index.js';

/** A run with the texts of what the kernel's hook keeps with it; null for what it has not. */
export interface RunRecord {
  run: Run;
  cells: string | null;
  requirements: string | null;
  environment: string | null;
  data: string | null;
}

const FOLDER = 'trackbook';

export const readRunRecord = async (
  client: TrackbookClient,
  runId: string,
  signal?: AbortSignal
): Promise<RunRecord> => {
  const owner = { kind: 'run', runId } as const;
  const run = await client.runs.get(runId, signal);
  const files = await client.artifacts.list(owner, FOLDER, signal);
  const read = async (path: string): Promise<string | null> =>
    files.some(file => file.path === path)
      ? client.artifacts.readText(owner, path, signal)
      : null;
  const [cells, requirements, environment, data] = await Promise.all(
    [RECORD_FILE, REQUIREMENTS_FILE, ENVIRONMENT_FILE, DATA_FILE].map(read)
  );
  return { run, cells, requirements, environment, data };
};
