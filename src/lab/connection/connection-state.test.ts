import { judge, parseServerStatus, readProbe } from './connection-state.js';

const answered = { kind: 'answered' as const };
const uri = 'http://mlflow.example:5000';
const external = parseServerStatus({ state: 'external', tracking_uri: uri });

function judgeAnswer(status: number, body: string) {
  return judge(external, readProbe(status, body));
}

describe('judge', () => {
  it('is connected when the server answers', () => {
    const status = parseServerStatus({
      state: 'running',
      tracking_uri: 'http://127.0.0.1:41234',
      data_dir: '/home/a/.trackbook',
      version: '0.1.0'
    });
    expect(judge(status, answered)).toEqual({
      kind: 'connected',
      trackingUri: 'http://127.0.0.1:41234',
      isExternal: false,
      dataDir: '/home/a/.trackbook',
      version: '0.1.0'
    });
  });

  it('waits for a server that starts', () => {
    const status = parseServerStatus({ state: 'starting' });
    expect(judge(status, answered)).toEqual({ kind: 'starting' });
  });

  it('passes on why a server did not start', () => {
    const status = parseServerStatus({ state: 'failed', message: 'disk full' });
    expect(judge(status, answered)).toEqual({
      kind: 'failed',
      message: 'disk full'
    });
  });

  it('passes on why an address cannot be one', () => {
    const status = parseServerStatus({
      state: 'external',
      tracking_uri: 'sqlite:///x.db',
      message: 'no HTTP address'
    });
    expect(judge(status, answered).kind).toBe('wrong-uri');
  });

  it.each([0, 502, 503, 504])('takes %i for silence', status => {
    expect(judgeAnswer(status, '').kind).toBe('unreachable');
  });

  it.each([401, 403])('takes %i for a closed door', status => {
    expect(judgeAnswer(status, '{"message": "no"}')).toEqual({
      kind: 'refused',
      trackingUri: uri,
      message: 'no'
    });
  });

  it('notices that something else answers', () => {
    expect(judgeAnswer(200, '<html></html>').kind).toBe('not-a-server');
    expect(judgeAnswer(404, '<html></html>').kind).toBe('not-a-server');
  });

  it('accepts a plain answer', () => {
    expect(judgeAnswer(200, '{"experiments": []}').kind).toBe('connected');
  });
});
