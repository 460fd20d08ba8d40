import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { cells, notebookJson } from './notebook.js';
import {
  type Options,
  type Server,
  startJupyter,
  startTrackingServer
} from './start-server.js';
import { TrackbookPanel } from './trackbook-panel.js';

type Fixtures = {
  panel: TrackbookPanel;
  /** Starts JupyterLab with settings that the shared one has not, in a folder of its own. */
  startJupyter(options: Options): Promise<Server>;
  /** Starts a tracking server as a team would, at a port that was chosen before. */
  startTrackingServer(port: number, options?: Options): Promise<Server>;
  /** Opens a notebook of the given cells that logs to a tracking server of its own. */
  openTeamNotebook(...sources: string[]): Promise<TeamNotebook>;
};

type TeamNotebook = { trackingServer: Server; port: number; name: string };

/** For tests with servers of their own, which end with the test. */
export const test = base.extend<Fixtures & { servers: Server[] }>({
  servers: async ({}, provide) => {
    const servers: Server[] = [];
    await provide(servers);
    await Promise.all(servers.map(server => server.stop()));
  },
  panel: async ({ page }, provide) => {
    await provide(new TrackbookPanel(page));
  },
  startJupyter: async ({ servers }, provide, { testId }) => {
    await provide(async options => {
      const server = await startJupyter(testId, options);
      servers.push(server);
      return server;
    });
  },
  startTrackingServer: async ({ servers }, provide, { testId }) => {
    await provide(async (port, options) => {
      const name = `${testId}-tracking`;
      const server = await startTrackingServer(name, port, options);
      servers.push(server);
      return server;
    });
  },
  openTeamNotebook: async (
    { page, panel, startJupyter, startTrackingServer },
    provide
  ) => {
    await provide(async (...sources) => {
      const port = await freePort();
      const trackingServer = await startTrackingServer(port);
      const jupyter = await startJupyter({
        env: {
          MLFLOW_TRACKING_URI: trackingServer.url,
          MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT: 'true'
        }
      });
      const name = 'team.ipynb';
      const notebook = notebookJson(cells(...sources));
      await writeFile(path.join(jupyter.folder, name), notebook);
      await page.goto(`${jupyter.url}/lab/tree/${name}`);
      await panel.open();
      await panel.waitForKernel();
      return { trackingServer, port, name };
    });
  }
});

export { expect };
