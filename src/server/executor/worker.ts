import {
  parentPort,
  receiveMessageOnPort,
  workerData,
  type MessagePort
} from 'node:worker_threads';
import { openForReading, openForWriting } from '../store/sqlite/open.js';
import type { SqliteConnection } from '../store/sqlite/connection.js';
import { reads, writes } from '../tracking/operations.js';
import {
  commitGroup,
  readSnapshot,
  type Operation,
  type Outcome
} from './group-commit.js';
import {
  toReply,
  type FromWorker,
  type Request,
  type ToWorker,
  type WorkerOptions
} from './messages.js';

const port = parentPort as MessagePort;
const options = workerData as WorkerOptions;

const send = (message: FromWorker, moved: ArrayBuffer[] = []) =>
  port.postMessage(message, moved);

/** Serves requests in the order they came; all that wait at the moment form one group. */
const serve = (
  open: () => SqliteConnection,
  answer: (connection: SqliteConnection, group: Request[]) => Promise<void>
) => {
  let connection: SqliteConnection | undefined;
  let busy = false;

  port.on('message', async (first: ToWorker) => {
    waiting.push(...first);
    if (busy) {
      return;
    }
    busy = true;
    while (waiting.length > 0) {
      drainPort();
      const group = takeRequests();
      if (group.length > 0) {
        await answer((connection ??= open()), group);
      } else {
        connection?.close();
        port.close();
        return;
      }
    }
    busy = false;
  });
};

const waiting: ToWorker = [];

const drainPort = () => {
  for (
    let next = receiveMessageOnPort(port);
    next;
    next = receiveMessageOnPort(port)
  ) {
    waiting.push(...(next.message as ToWorker));
  }
};

/** The requests up to a request to close; none if that is next. */
const takeRequests = (): Request[] => {
  const close = waiting.indexOf('close');
  const count = close === -1 ? waiting.length : close;
  return waiting.splice(0, count) as Request[];
};

const answerWrites = async (connection: SqliteConnection, group: Request[]) => {
  const { outcomes, changes } = await commitGroup(
    connection,
    group.map(({ name, input }) => ({
      operation: writes[name as keyof typeof writes] as Operation,
      input
    }))
  );
  const replies = outcomes.map((outcome, i) => toReply(group[i].id, outcome));
  send({ kind: 'replies', replies, changes });
};

const answerReads = async (connection: SqliteConnection, group: Request[]) => {
  for (const { id, name, input } of group) {
    const operation = reads[name as keyof typeof reads] as Operation;
    const outcome = await readSnapshot(connection, { operation, input });
    const replies = [toReply(id, outcome)];
    send({ kind: 'replies', replies, changes: [] }, bytesOf(outcome));
  }
};

/** Long replies are given away instead of copied. */
const bytesOf = (outcome: Outcome): ArrayBuffer[] =>
  'value' in outcome && outcome.value instanceof Uint8Array
    ? [outcome.value.buffer as ArrayBuffer]
    : [];

const startWriter = () => {
  try {
    const connection = openForWriting(options.databasePath);
    serve(() => connection, answerWrites);
    send({ kind: 'ready' });
  } catch (error) {
    send({ kind: 'failed', message: (error as Error).message });
  }
};

if (options.role === 'writer') {
  startWriter();
} else {
  serve(() => openForReading(options.databasePath), answerReads);
}
