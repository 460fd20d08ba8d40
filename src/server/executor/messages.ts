import type { ErrorCode } from '../../api/errors.js';
import { TrackbookError } from '../../api/errors.js';
import type { Change } from '../../api/trackbook.js';
import type { Outcome } from './group-commit.js';

export interface WorkerOptions {
  role: 'writer' | 'reader';
  databasePath: string;
}

export interface Request {
  id: number;
  name: string;
  input: unknown;
}

export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'failed'; message: string }
  | { kind: 'replies'; replies: Reply[]; changes: readonly Change[] };

/** All that is asked in one turn of the event loop goes in one message. */
export type ToWorker = (Request | 'close')[];

export type Reply = { id: number } & (
  { value: unknown } | { refused: Refusal } | { error: unknown }
);

interface Refusal {
  code: ErrorCode;
  message: string;
  errorClass: TrackbookError['options']['errorClass'];
}

/** Classes do not survive the way between threads, so a TrackbookError travels as its parts. */
export const toReply = (id: number, outcome: Outcome): Reply => {
  if ('value' in outcome) {
    return { id, value: outcome.value };
  }
  const { error } = outcome;
  return error instanceof TrackbookError
    ? { id, refused: toRefusal(error) }
    : { id, error };
};

const toRefusal = ({ code, message, options }: TrackbookError): Refusal => ({
  code,
  message,
  errorClass: options.errorClass
});

export const errorOf = (reply: Exclude<Reply, { value: unknown }>): unknown =>
  'refused' in reply
    ? new TrackbookError(reply.refused.code, reply.refused.message, {
        errorClass: reply.refused.errorClass
      })
    : reply.error;
