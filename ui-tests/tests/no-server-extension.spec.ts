import { expect, test } from '../support/servers.js';

test('learn that the server extension is switched off, and how to switch it on', async ({
  page,
  panel,
  startJupyter
}) => {
  const jupyter = await startJupyter({
    args: ["--ServerApp.jpserver_extensions={'trackbook': False}"]
  });
  await page.goto(`${jupyter.url}/lab`);
  await panel.show();

  const alert = panel.root.getByRole('alert');
  await expect(alert).toContainText('server extension is not running');
  await expect(alert).toContainText(
    'jupyter server extension enable trackbook'
  );

  // Nor does a view wait for ever.
  await page.locator('.jp-LauncherCard', { hasText: 'Open Runs' }).click();
  await expect(
    page.locator('.jp-TrackbookView').getByRole('alert')
  ).toContainText('404');
});
