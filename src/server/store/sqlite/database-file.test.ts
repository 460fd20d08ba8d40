import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Executor } from '../../executor/executor.js';
import { InlineExecutor } from '../../executor/inline-executor.js';

let folder: string;
let path: string;
let executor: Executor;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trackbook-file-'));
  path = join(folder, 'trackbook.db');
  executor = InlineExecutor.open(path);
});

afterEach(async () => {
  await executor.close();
  await rm(folder, { recursive: true });
});

const create = (name: string) =>
  executor.write('createExperiment', {
    name,
    artifactRoot: 'mlflow-artifacts:',
    tags: []
  });

const refused = {
  code: 'IO_ERROR',
  message: expect.stringContaining('deleted, moved or replaced')
};

describe('a database file below a running server', () => {
  it('that is deleted takes no more writes', async () => {
    await create('before');
    await rm(path);
    await expect(create('after')).rejects.toMatchObject(refused);
  });

  it('that is moved takes writes again once it is back', async () => {
    await create('before');
    await rename(path, `${path}.away`);
    await expect(create('meanwhile')).rejects.toMatchObject(refused);
    await rename(`${path}.away`, path);
    await create('meanwhile');
  });

  it('that is replaced takes no more writes', async () => {
    await create('before');
    await copyFile(path, `${path}.copy`);
    await rename(`${path}.copy`, path);
    await expect(create('after')).rejects.toMatchObject(refused);
  });
});
