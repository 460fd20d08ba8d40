import { Notification } from '@jupyterlab/apputils';

/** Does what the user asked for; a failure is told in a notification. */
export async function notifyFailure(
  action: () => Promise<void>
): Promise<void> {
  try {
    await action();
  } catch (error) {
    Notification.error((error as Error).message);
  }
}
