import { expect, test as base } from '@playwright/test';
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
};

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
  }
});

export { expect };
