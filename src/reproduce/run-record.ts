import type { Run, TrackbookClient } from '../client/index.js';

/** What the kernel's hook keeps with a run, below its artifacts. */
const FOLDER = 'trackbook';

/** A run with what was kept of it; null where that was not. */
export interface RunRecord {
  run: Run;
  /** The text of `cells.json`. */
  cells: string | null;
  /** The text of `requirements.txt`. */
  requirements: string | null;
  /** The text of `data.json`. */
  data: string | null;
}

export const readRunRecord = async (
  client: TrackbookClient,
  runId: string,
  signal?: AbortSignal
): Promise<RunRecord> => {
  const owner = { kind: 'run', runId } as const;
  const run = await client.runs.get(runId, signal);
  const files = await client.artifacts.list(owner, FOLDER, signal);
  const read = async (name: string): Promise<string | null> => {
    const path = `${FOLDER}/${name}`;
    return files.some(file => file.path === path)
      ? client.artifacts.readText(owner, path, signal)
      : null;
  };
  const [cells, requirements, data] = await Promise.all(
    ['cells.json', 'requirements.txt', 'data.json'].map(read)
  );
  return { run, cells, requirements, data };
};
