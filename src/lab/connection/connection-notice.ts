import type { Translation } from '../../views/index.js';
import { type Notice } from '../../views/panel/notice.js';
import { type ConnectionState } from './connection-state.js';

/** What keeps the user from the tracking server and what to do; null when nothing does. */
export function connectionNotice(
  state: ConnectionState,
  trans: Translation
): Notice | null {
  switch (state.kind) {
    case 'connected':
    case 'checking':
      return null;
    case 'starting':
      return {
        level: 'info',
        title: trans.__('The tracking server is starting')
      };
    case 'failed':
      return {
        level: 'error',
        title: trans.__('The tracking server did not start'),
        advice: trans.__(
          'Mend what the message names, then try again. Runs captured meanwhile wait on disk and are sent later.'
        ),
        details: state.message
      };
    case 'wrong-uri':
      return {
        level: 'error',
        title: trans.__('There is no tracking server at MLFLOW_TRACKING_URI'),
        advice: trans.__('Change it, and start Jupyter again.'),
        details: state.message
      };
    case 'unreachable':
      return {
        level: 'error',
        title: state.isExternal
          ? trans.__('%1 does not answer', state.trackingUri)
          : trans.__('The tracking server does not answer'),
        advice: state.isExternal
          ? trans.__(
              'Check that the server runs and that MLFLOW_TRACKING_URI is right. Runs captured meanwhile wait on disk and are sent later.'
            )
          : trans.__(
              'It is started again by itself. Runs captured meanwhile wait on disk and are sent later.'
            )
      };
    case 'refused':
      return {
        level: 'error',
        title: trans.__('%1 refuses access', state.trackingUri),
        advice: trans.__(
          'Set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, and start Jupyter again.'
        ),
        details: state.message
      };
    case 'not-a-server':
      return {
        level: 'error',
        title: trans.__('%1 is not a tracking server', state.trackingUri),
        advice: trans.__(
          'Something else answers there. Correct MLFLOW_TRACKING_URI and start Jupyter again; without it Trackbook starts a server of its own.'
        ),
        details: state.message
      };
    case 'no-extension':
      return {
        level: 'error',
        title: trans.__("Trackbook's server extension is not running"),
        advice: trans.__(
          'Run "jupyter server extension enable trackbook" and start Jupyter again.'
        )
      };
    case 'jupyter-offline':
      return {
        level: 'error',
        title: trans.__('Jupyter does not answer'),
        advice: trans.__(
          'Check that the Jupyter server runs, and your network.'
        )
      };
  }
}
