import type { Change } from '../../api/trackbook.js';
import { fromPayload, toPayloads } from './notifications.js';

const run = (n: number): Change => ({
  entity: 'run',
  action: 'updated',
  experiment_id: '1',
  run_id: String(n).padStart(32, '0'),
  parts: ['metrics']
});

describe('toPayloads', () => {
  it('says nothing of nothing', () => {
    expect(toPayloads('me', [])).toEqual([]);
  });

  it('carries many changes in few payloads that PostgreSQL takes', () => {
    const changes = Array.from({ length: 1000 }, (_, n) => run(n));
    const payloads = toPayloads('me', changes);
    expect(payloads.length).toBeLessThan(20);
    for (const payload of payloads) {
      expect(Buffer.byteLength(payload)).toBeLessThan(8000);
    }
    expect(payloads.flatMap(text => fromPayload(text).changes)).toEqual(
      changes
    );
  });

  it('counts bytes, and is vague where a name alone is too long', () => {
    const name = 'ä'.repeat(5000);
    const payloads = toPayloads('me', [
      run(1),
      { entity: 'registered_model', action: 'created', name },
      run(2)
    ]);
    expect(payloads.flatMap(text => fromPayload(text).changes)).toEqual([
      run(1),
      { entity: 'registered_model', action: 'created' },
      run(2)
    ]);
  });
});
