import { rm } from 'node:fs/promises';

/** Takes away the folder that the servers of the tests worked in. */
export default async function removeFolder(): Promise<void> {
  await rm(process.env.TRACKBOOK_UI_FOLDER!, {
    recursive: true,
    force: true,
    maxRetries: 5
  });
}
