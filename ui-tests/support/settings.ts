import type { Page } from '@playwright/test';

/** Change a setting, and wait until it holds: JupyterLab saves after a while, and reads again what it saved. */
export async function changeSetting(
  page: Page,
  change: () => Promise<unknown>
): Promise<void> {
  const read = page.waitForResponse(
    response =>
      response.url().includes('/api/settings/trackbook') &&
      response.request().method() === 'GET'
  );
  await change();
  await (await read).finished();
}
