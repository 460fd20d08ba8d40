/** How a notebook stands to the hook in its kernel. */
export type LinkState =
  | { kind: 'connecting' }
  /** A cell that began before this page did keeps the kernel from answering. */
  | { kind: 'busy' }
  | { kind: 'no-kernel' }
  | { kind: 'dead' }
  | { kind: 'unsupported'; language: string }
  | { kind: 'not-loaded'; reason: string }
  | { kind: 'unloaded' }
  | { kind: 'open' };

/** Whether the kernel may still answer by itself. */
export function isUnanswered({ kind }: LinkState): boolean {
  return kind === 'connecting' || kind === 'busy';
}
