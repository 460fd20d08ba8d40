import type { Change } from '../../api/trackbook.js';
import type { Tx } from './tx.js';

/**
 * One connection to a database; transactions on it follow each other. Where a step returns no
 * promise, what it could not do shows at the next one that does.
 */
export interface Connection {
  /** Begins a transaction that reads one consistent state. */
  begin(): void;
  beginWriting(): void;
  commit(): void | Promise<void>;
  rollback(): void | Promise<void>;
  setSavepoint(): void;
  releaseSavepoint(): void;
  /** Undoes what happened since the savepoint and forgets it. */
  rollbackToSavepoint(): void;
  readonly inTransaction: boolean;
  /** Why a statement failed in this transaction that nobody waited for, if one did. */
  readonly unseenFailure: unknown;
  /** A view of the connection for an attempt at one operation; changes it reports go to `changes`. */
  transaction(changes: Change[], attempt?: number): Tx;
  /** Says in words a user can act on why the database refused; other errors stay as they are. */
  explain(error: unknown): unknown;
  /**
   * What must be run again after an error that came of what others did meanwhile, or of what was
   * taken for likely: the operation, or the whole transaction; nothing after any other error.
   */
  repeats(error: unknown): 'operation' | 'transaction' | undefined;
}
