import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Executor } from './executor.js';
import { WorkerExecutor } from './worker-executor.js';

describe('WorkerExecutor', () => {
  let folder: string;
  let workerUrl: URL;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trackbook-worker-'));
    const outfile = join(folder, 'worker.mjs');
    await build({
      entryPoints: [join(__dirname, 'worker.ts')],
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile,
      logLevel: 'error'
    });
    workerUrl = pathToFileURL(outfile);
  });

  afterAll(() => rm(folder, { recursive: true }));

  const open = (name: string): Promise<Executor> =>
    WorkerExecutor.open(join(folder, name), { workerUrl, readers: 2 });

  const createExperiment = (executor: Executor, name: string) =>
    executor.write('createExperiment', {
      name,
      artifactRoot: 'mlflow-artifacts:',
      tags: []
    });

  it('answers many calls at once and keeps what was acknowledged', async () => {
    const first = await open('many.db');
    const names = Array.from({ length: 200 }, (_, i) => `experiment ${i}`);
    const ids = await Promise.all(
      names.map(name => createExperiment(first, name))
    );
    expect(new Set(ids).size).toBe(200);
    await first.close();

    const second = await open('many.db');
    const found = await Promise.all(
      names.map(name => second.read('getExperimentByName', { name }))
    );
    expect(found.map(({ row }) => row.id)).toEqual(ids);
    await second.close();
  });

  it('finishes what was accepted before it closes', async () => {
    const executor = await open('close.db');
    const accepted = createExperiment(executor, 'last');
    await executor.close();
    await expect(accepted).resolves.toBe(1);
  });

  it('carries refusals and changes between the threads', async () => {
    const executor = await open('refusals.db');
    const seen: string[] = [];
    executor.onCommit(changes =>
      changes.forEach(({ entity, action }) => seen.push(`${entity} ${action}`))
    );
    await createExperiment(executor, 'a');
    await expect(createExperiment(executor, 'a')).rejects.toMatchObject({
      name: 'TrackbookError',
      code: 'RESOURCE_ALREADY_EXISTS'
    });
    expect(seen).toEqual(['experiment created']);
    await executor.close();
  });

  it('says why a database cannot be opened', async () => {
    await writeFile(join(folder, 'garbage.db'), 'x'.repeat(4096));
    await expect(open('garbage.db')).rejects.toThrow(
      /garbage\.db: The file is not a database/
    );
  });
});
