import {
  expect,
  galata,
  type IJupyterLabPageFixture,
  test as base
} from '@jupyterlab/galata';
import { putNotebook } from './notebook.js';
import { TrackbookPanel } from './trackbook-panel.js';

type Fixtures = {
  panel: TrackbookPanel;
  /** Opens a notebook of the given cells, with its own experiment, ready to track. */
  openNotebook(...sources: string[]): Promise<void>;
};

/** JupyterLab with Trackbook's panel; kernels and sessions are the real ones. */
export const test = base.extend<Fixtures>({
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

export { expect, galata, type IJupyterLabPageFixture };
