import { TRAINING } from '../support/notebook.js';
import { Film, takePicture } from '../support/picture.js';
import { expect, test } from '../support/servers.js';

const OFFLINE = '%track_offline';

test.use({ viewport: { width: 1120, height: 600 } });

test('a cell logs while the server is away', async ({
  page,
  panel,
  openTeamNotebook,
  startTrackingServer
}) => {
  const { trackingServer, port } = await openTeamNotebook(OFFLINE, TRAINING);
  const code = page.locator('.jp-Notebook .jp-CodeCell');
  const [offline, training] = [code.nth(0), code.nth(1)];
  await offline.locator('.cm-content').click();
  await page.keyboard.press('Shift+Enter');
  await expect(offline).toContainText('[1]:');
  await page.getByRole('button', { name: 'No', exact: true }).click();
  await expect(page.locator('.Toastify__toast')).toHaveCount(0);
  const film = await Film.of(page);
  await page.mouse.move(700, 480);
  await film.show(1200);

  await trackingServer.stop();
  await expect(panel.root.getByRole('alert')).toContainText('does not answer');
  await film.show(2500);
  await training.locator('.cm-content').click();
  await page.keyboard.press('Control+Enter');
  await expect(training).toContainText('trained');
  const pending = panel.capture.locator('.jp-TrackbookCapture-pending');
  await expect(pending).toContainText(/^\d+ events wait on disk to be sent$/);
  await film.show(3000);
  const { x, y, width } = (await panel.root.boundingBox())!;
  const { y: end, height } = (await pending.boundingBox())!;
  const clip = { x, y, width, height: end + height + 8 - y };
  await takePicture(page, 'offline', clip);

  await startTrackingServer(port);
  await expect(panel.run('on the train')).toHaveAttribute(
    'data-status',
    'FINISHED'
  );
  await expect(panel.capture).not.toContainText('to be sent', {
    timeout: 90_000
  });
  await expect(panel.root.getByRole('alert')).toBeHidden();
  await film.show(1800);
  await film.click(
    panel.run('on the train').locator('.jp-TrackbookRunRow-open')
  );
  const run = page.locator('.jp-TrackbookRunView:visible');
  await expect(run).toContainText('depth');
  await film.show(3000);
  film.save('offline');
});
