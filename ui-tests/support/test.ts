import path from 'node:path';
import {
  expect,
  galata,
  type IJupyterLabPageFixture,
  test as base
} from '@jupyterlab/galata';
import { putNotebook } from './notebook.js';
import { type Server, startJupyter } from './start-server.js';
import { TrackbookPanel } from './trackbook-panel.js';

type Fixtures = {
  panel: TrackbookPanel;
  /** Opens a notebook of the given cells, with its own experiment, ready to track. */
  openNotebook(...sources: string[]): Promise<void>;
};

type WorkerFixtures = {
  /** One for all tests of a worker: what a test does to it meets no test that runs beside it. */
  jupyter: Server;
};

/** JupyterLab with Trackbook's panel; kernels and sessions are the real ones. */
export const test = base.extend<
  Fixtures & { endOfKernels: void },
  WorkerFixtures
>({
  jupyter: [
    async ({}, provide, { workerIndex }) => {
      const env = { ...FEW_ROWS, ...dataFolder() };
      const jupyter = await startJupyter(`worker-${workerIndex}`, { env });
      await provide(jupyter);
      await jupyter.stop();
    },
    { scope: 'worker', timeout: 180_000 }
  ],
  baseURL: async ({ jupyter }, provide) => {
    await provide(jupyter.url);
  },
  // Each holds some hundred megabytes, which nobody asks for any more.
  endOfKernels: [
    async ({ jupyter }, provide) => {
      await provide();
      await endKernels(jupyter);
    },
    { auto: true }
  ],
  // galata's mocks of these answer a restart wrongly. `test.use` here would hold for one file only.
  kernels: null,
  sessions: null,
  // galata gives up after some seconds; here the time of the test decides.
  waitForApplication: async ({}, provide) => {
    await provide(async page => {
      await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
      await page.locator('.jp-Launcher').waitFor();
    });
  },
  panel: async ({ page }, provide) => {
    await provide(new TrackbookPanel(page));
  },
  openNotebook: async ({ page, panel, tmpPath }, provide, { title }) => {
    await provide(async (...sources) => {
      const name = `${title.replace(/\W+/g, '-')}.ipynb`;
      await putNotebook(page.contents, `${tmpPath}/${name}`, sources);
      await page.notebook.openByPath(`${tmpPath}/${name}`);
      await page.notebook.activate(name);
      await panel.open();
      await panel.waitForKernel();
      await panel.createExperiment(title);
    });
  }
});

// Few rows and trials: what the example shows stays, its minutes go.
const FEW_ROWS = {
  TRACKBOOK_EXAMPLE_ROWS: '3000',
  TRACKBOOK_EXAMPLE_TRIALS: '2'
};

function dataFolder(): Record<string, string> {
  const folder = process.env.TRACKBOOK_DATA;
  return folder ? { TRACKBOOK_DATA: path.resolve(folder) } : {};
}

async function endKernels({ url }: Server): Promise<void> {
  const sessions = await fetch(`${url}/api/sessions`);
  const ids = ((await sessions.json()) as { id: string }[]).map(({ id }) => id);
  await Promise.all(
    ids.map(id => fetch(`${url}/api/sessions/${id}`, { method: 'DELETE' }))
  );
}

export { expect, galata, type IJupyterLabPageFixture };
