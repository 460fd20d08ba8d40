import { TRAINING } from '../support/notebook.js';
import { expect, test } from '../support/servers.js';
import { changeSetting } from '../support/settings.js';

test('log in offline mode while the server is away', async ({
  page,
  panel,
  openTeamNotebook,
  startTrackingServer
}) => {
  const { trackingServer, port, name } = await openTeamNotebook(TRAINING);
  const cell = page.locator('.jp-Notebook .jp-CodeCell');

  await test.step('turn it on in the settings', async () => {
    await panel.root.getByRole('button', { name: 'Settings' }).click();
    const offlineMode = page
      .getByRole('tabpanel', { name: 'Settings' })
      .getByRole('checkbox', { name: 'Offline mode' });
    await changeSetting(page, () => offlineMode.check());
    await page.getByRole('tab', { name }).click();
  });

  await test.step('a cell logs while the server is away', async () => {
    await trackingServer.stop();
    await cell.locator('.cm-content').click();
    await page.keyboard.press('Control+Enter');
    const output = cell.locator('.jp-OutputArea-output');
    await expect(output).toContainText('trained');
    await expect(panel.root.getByRole('alert')).toContainText(
      'does not answer'
    );
    await expect(
      panel.capture.locator('.jp-TrackbookCapture-pending')
    ).toContainText(/^\d+ events wait on disk to be sent$/);
  });

  await test.step('what waits arrives when the server is back', async () => {
    await startTrackingServer(port);
    await expect(panel.run('on the train')).toHaveAttribute(
      'data-status',
      'FINISHED'
    );
    await expect(
      panel.run('on the train').locator('.jp-TrackbookRunRow-value')
    ).toHaveText('6.310');
    await expect(panel.capture).not.toContainText('to be sent', {
      timeout: 90_000
    });
    await expect(panel.root.getByRole('alert')).toBeHidden();
  });
});
