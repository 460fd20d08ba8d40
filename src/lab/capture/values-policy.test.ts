import { policyOf, setPolicy } from './values-policy.js';

function model(metadata: Record<string, unknown> = {}) {
  return {
    metadata,
    getMetadata: (key?: string) => (key ? metadata[key] : metadata),
    setMetadata: (key: string | object, value?: unknown) => {
      metadata[key as string] = value;
    },
    deleteMetadata: (key: string) => {
      delete metadata[key];
    }
  };
}

it('reads only a choice that exists', () => {
  expect(policyOf(model({ trackbook: { values: 'never' } }))).toBe('never');
  expect(policyOf(model({ trackbook: { values: 'maybe' } }))).toBeNull();
  expect(policyOf(model())).toBeNull();
  expect(policyOf(null)).toBeNull();
});

it('leaves nothing behind, and nothing of others away', () => {
  const plain = model();
  setPolicy(plain, 'always');
  expect(plain.metadata).toEqual({ trackbook: { values: 'always' } });
  setPolicy(plain, null);
  expect(plain.metadata).toEqual({});

  const shared = model({ trackbook: { other: 1, values: 'ask' } });
  setPolicy(shared, null);
  expect(shared.metadata).toEqual({ trackbook: { other: 1 } });
});
