import type { Translation } from '../../views/index.js';
import { type Notice } from '../../views/panel/notice.js';
import { type LinkState } from './link-state.js';

/** Why a notebook cannot be captured now, in the user's words; null when it can. */
export function linkNotice(link: LinkState, trans: Translation): Notice | null {
  switch (link.kind) {
    case 'open':
    case 'watched':
      return null;
    case 'connecting':
      return {
        level: 'info',
        title: trans.__('Waiting for the kernel'),
        advice: trans.__(
          'It is starting or busy. Its recording state shows here as soon as it answers.'
        )
      };
    case 'busy':
      return {
        level: 'info',
        title: trans.__('The kernel is busy'),
        advice: trans.__(
          'It goes on capturing. Recording and tracking can be switched here as soon as its cell ends.'
        )
      };
    case 'no-kernel':
      return {
        level: 'warning',
        title: trans.__('This notebook has no kernel'),
        advice: trans.__('Choose one to track its cells.')
      };
    case 'dead':
      return {
        level: 'error',
        title: trans.__('The kernel died'),
        advice: trans.__('Restart it to go on tracking.')
      };
    case 'not-loaded':
      return {
        level: 'error',
        title: trans.__('Trackbook could not be loaded in this kernel'),
        advice: trans.__(
          'Run "%pip install trackbook" in a cell, then restart the kernel.'
        ),
        details: link.reason
      };
    case 'unloaded':
      return {
        level: 'warning',
        title: trans.__('Capture is switched off in this kernel'),
        advice: trans.__(
          'It was unloaded. Try again to load it, or restart the kernel.'
        )
      };
  }
}
