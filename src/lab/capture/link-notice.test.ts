import { untranslated } from '../../views/common/translation.js';
import { linkNotice } from './link-notice.js';
import { type LinkState } from './link-state.js';

describe('linkNotice', () => {
  it.each<LinkState>([{ kind: 'open' }, { kind: 'watched', language: 'R' }])(
    'has nothing to say about a kernel that is $kind',
    link => {
      expect(linkNotice(link, untranslated)).toBeNull();
    }
  );

  it.each<LinkState>([
    { kind: 'no-kernel' },
    { kind: 'busy' },
    { kind: 'dead' },
    { kind: 'not-loaded', reason: 'ModuleNotFoundError: trackbook' },
    { kind: 'unloaded' }
  ])('says what to do about $kind', link => {
    expect(linkNotice(link, untranslated)?.advice).toBeTruthy();
  });

  it('passes on what the kernel said', () => {
    const link: LinkState = { kind: 'not-loaded', reason: 'ImportError: x' };
    expect(linkNotice(link, untranslated)?.details).toBe('ImportError: x');
  });
});
