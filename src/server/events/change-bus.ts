import type { Change } from '../../api/trackbook.js';

/** Carries changes between the server processes that share one database. */
export interface ChangeBus {
  /** Tells the others, soon and without waiting. */
  send(changes: readonly Change[]): void;
  onReceive(listener: (changes: readonly Change[]) => void): void;
  /** Calls `listener` when something may have happened that was not received. */
  onGap(listener: () => void): void;
  /** Sends what waits to be sent. */
  close(): Promise<void>;
}
