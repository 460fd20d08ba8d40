import { Notification } from '@jupyterlab/apputils';
import type { Translation } from '../../views/index.js';
import { linkNotice } from './link-notice.js';
import { isUnanswered } from './link-state.js';
import { type Recorder } from './recorder.js';

/** Silence is kept this long, which a kernel at rest does not need. */
const PATIENCE = 1000;

/**
 * Waits until a recorder's kernel listens. Tells the user when that takes long,
 * or why it will not come; resolves to whether it came.
 */
export async function waitUntilReady(
  recorder: Recorder,
  trans: Translation
): Promise<boolean> {
  let notificationId: string | undefined;
  const timer = setTimeout(() => {
    notificationId = Notification.emit(
      trans.__('Waiting for the kernel, which is starting or busy'),
      'in-progress'
    );
  }, PATIENCE);
  await settled(recorder);
  clearTimeout(timer);
  if (notificationId) {
    Notification.dismiss(notificationId);
  }
  const notice = linkNotice(recorder.state.link, trans);
  if (notice) {
    Notification.error([notice.title, notice.advice].join('. '), {
      autoClose: false
    });
  }
  return notice === null;
}

function settled(recorder: Recorder): Promise<void> {
  const isSettled = () => !isUnanswered(recorder.state.link);
  if (isSettled()) {
    return Promise.resolve();
  }
  return new Promise(resolve => {
    const onChanged = () => {
      if (isSettled()) {
        recorder.changed.disconnect(onChanged);
        resolve();
      }
    };
    recorder.changed.connect(onChanged);
  });
}
