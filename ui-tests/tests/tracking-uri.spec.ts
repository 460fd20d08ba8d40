import { createServer } from 'node:http';
import { once } from 'node:events';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { expect, test } from '../support/servers.js';

test('see what is wrong with MLFLOW_TRACKING_URI until it is right', async ({
  page,
  panel,
  startJupyter,
  startTrackingServer
}) => {
  const port = await freePort();
  const uri = `http://127.0.0.1:${port}`;
  const jupyter = await startJupyter({
    env: { MLFLOW_TRACKING_URI: uri, MLFLOW_TRACKING_TOKEN: 'a-wrong-token' }
  });
  await page.goto(`${jupyter.url}/lab`);
  await panel.show();
  const alert = panel.root.getByRole('alert');

  await test.step('nothing answers', async () => {
    await expect(alert).toContainText(`${uri} does not answer`);
    await expect(alert).toContainText('MLFLOW_TRACKING_URI is right');
  });

  await test.step('something else answers', async () => {
    const website = createServer((_, response) =>
      response.end('<html>Hello</html>')
    );
    await once(website.listen(port, '127.0.0.1'), 'listening');
    await expect(alert).toContainText(`${uri} is not a tracking server`);
    website.close();
    website.closeAllConnections();
  });

  await test.step('a tracking server refuses the token', async () => {
    const server = await startTrackingServer(port, {
      env: { TRACKBOOK_TOKEN: 'the-right-token' }
    });
    await expect(alert).toContainText(`${uri} refuses access`);
    await expect(alert).toContainText('MLFLOW_TRACKING_TOKEN');
    await server.stop();
  });

  await test.step('the tracking server is there', async () => {
    await startTrackingServer(port);
    await expect(alert).toBeHidden();
    await expect(panel.server).toHaveAttribute('data-state', 'live');
    await expect(panel.server).toContainText(uri);
  });
});
