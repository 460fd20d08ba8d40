/** How a notebook stands to the hook in its kernel. */
export type LinkState =
  | { kind: 'connecting' }
  /** A cell that began before this page did keeps the kernel from answering. */
  | { kind: 'busy' }
  | { kind: 'no-kernel' }
  | { kind: 'dead' }
  | { kind: 'not-loaded'; reason: string }
  | { kind: 'unloaded' }
  | { kind: 'open' }
  /** A kernel that cannot have the hook: this page does what it can. */
  | { kind: 'watched'; language: string };

/** Whether executions are captured, and something can be asked of who captures them. */
export function isListening({ kind }: LinkState): boolean {
  return kind === 'open' || kind === 'watched';
}

/** Whether the kernel may still answer by itself. */
export function isUnanswered({ kind }: LinkState): boolean {
  return kind === 'connecting' || kind === 'busy';
}
