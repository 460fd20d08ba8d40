/** How a notebook stands to the hook in its kernel. */
export type LinkState =
  | { kind: 'connecting' }
  | { kind: 'no-kernel' }
  | { kind: 'dead' }
  | { kind: 'unsupported'; language: string }
  | { kind: 'not-loaded'; reason: string }
  | { kind: 'unloaded' }
  | { kind: 'open' };
