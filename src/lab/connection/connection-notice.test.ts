import { untranslated } from '../../views/common/translation.js';
import { connectionNotice } from './connection-notice.js';
import { type ConnectionState } from './connection-state.js';

const trackingUri = 'http://mlflow.example:5000';

describe('connectionNotice', () => {
  it.each<ConnectionState>([
    { kind: 'failed', message: 'disk full' },
    { kind: 'wrong-uri', message: 'no HTTP address' },
    { kind: 'unreachable', trackingUri, isExternal: true },
    { kind: 'unreachable', trackingUri, isExternal: false },
    { kind: 'refused', trackingUri, message: 'no' },
    { kind: 'not-a-server', trackingUri, message: '' },
    { kind: 'no-extension' },
    { kind: 'jupyter-offline' }
  ])('says what to do about $kind', state => {
    const notice = connectionNotice(state, untranslated);
    expect(notice?.level).toBe('error');
    expect(notice?.advice).toBeTruthy();
  });

  it('names the server that the user chose', () => {
    const state = {
      kind: 'unreachable',
      trackingUri,
      isExternal: true
    } as const;
    expect(connectionNotice(state, untranslated)?.title).toContain(trackingUri);
  });

  it('has nothing to say when all is well', () => {
    expect(connectionNotice({ kind: 'checking' }, untranslated)).toBeNull();
  });
});
