import { untranslated } from '../../views/common/translation.js';
import { linkNotice } from './link-notice.js';
import { type LinkState } from './link-state.js';

describe('linkNotice', () => {
  it('has nothing to say about a kernel that listens', () => {
    expect(linkNotice({ kind: 'open' }, untranslated)).toBeNull();
  });

  it.each<LinkState>([
    { kind: 'no-kernel' },
    { kind: 'busy' },
    { kind: 'dead' },
    { kind: 'unsupported', language: 'R' },
    { kind: 'not-loaded', reason: 'ModuleNotFoundError: trackbook' },
    { kind: 'unloaded' }
  ])('says what to do about $kind', link => {
    expect(linkNotice(link, untranslated)?.advice).toBeTruthy();
  });

  it('names the language that is not captured', () => {
    const notice = linkNotice(
      { kind: 'unsupported', language: 'R' },
      untranslated
    );
    expect(notice?.title).toContain('R');
  });

  it('passes on what the kernel said', () => {
    const link: LinkState = { kind: 'not-loaded', reason: 'ImportError: x' };
    expect(linkNotice(link, untranslated)?.details).toBe('ImportError: x');
  });
});
