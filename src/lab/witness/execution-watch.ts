import { type Kernel, KernelMessage } from '@jupyterlab/services';
import { type ISignal, Signal } from '@lumino/signaling';

/** What a notebook of this page asked the kernel to execute. */
export type Request = { requestId: string; cellId: string | null };

export type Beginning = {
  requestId: string;
  /** The connection that asked for it. */
  connection: string;
  source: string;
  executionCount: number | null;
};

export type Ending = {
  requestId: string;
  status: 'ok' | 'error' | 'interrupted' | 'unseen';
  error: { name: string; message: string } | null;
};

/** An execution whose end has not been heard of. */
export type Running = {
  requestId: string;
  /** Whether its reply comes to this page: other front ends' do not. */
  isOwn: boolean;
  hasReply: boolean;
  isIdle: boolean;
  isInterrupted: boolean;
  error: Ending['error'];
};

/**
 * Hears from the messages of a kernel when executions begin and end. A kernel tells that to every
 * connection, so the same message may be heard several times, and of other front ends' executions too.
 */
export class ExecutionWatch {
  private readonly _requested = new Signal<this, Request>(this);
  private readonly _began = new Signal<this, Beginning>(this);
  private readonly _ended = new Signal<this, Ending>(this);
  private readonly _own = new Set<string>();
  private readonly _seen = new Set<string>();
  // Replies come on another channel than beginnings, and may overtake them.
  private readonly _early = new Map<string, Reply>();
  private _running: Running | null;

  /** Goes on where another one has left off; a reply to a page that was left is not heard any more. */
  constructor(running: Running | null = null) {
    this._running = running && { ...running, isOwn: false };
    if (running) {
      this._seen.add(running.requestId);
    }
  }

  get requested(): ISignal<this, Request> {
    return this._requested;
  }

  get began(): ISignal<this, Beginning> {
    return this._began;
  }

  get ended(): ISignal<this, Ending> {
    return this._ended;
  }

  get running(): Running | null {
    return this._running;
  }

  hear({ msg, direction }: Kernel.IAnyMessageArgs): void {
    if (direction === 'send') {
      this._onSent(msg);
    } else if (KernelMessage.isExecuteInputMsg(msg)) {
      this._begin(msg);
    } else if (parentOf(msg) === this._running?.requestId) {
      this._update(this._running, msg);
    } else if (isReply(msg) && this._own.has(parentOf(msg))) {
      this._early.set(parentOf(msg), msg.content);
    }
  }

  /** The kernel executes nothing now: what this request does must have ended unheard. */
  settle(requestId: string): void {
    if (this._running?.requestId === requestId) {
      this._end(this._running, 'unseen');
    }
  }

  private _onSent(msg: KernelMessage.IMessage): void {
    if (msg.header.msg_type !== 'execute_request') {
      return;
    }
    const { silent } =
      msg.content as KernelMessage.IExecuteRequestMsg['content'];
    if (silent) {
      this._seen.add(msg.header.msg_id);
      return;
    }
    const { cellId } = msg.metadata as { cellId?: string };
    this._own.add(msg.header.msg_id);
    this._requested.emit({
      requestId: msg.header.msg_id,
      cellId: cellId ?? null
    });
  }

  private _begin(msg: KernelMessage.IExecuteInputMsg): void {
    const requestId = parentOf(msg);
    if (this._seen.has(requestId)) {
      return;
    }
    // A kernel executes one thing at a time.
    if (this._running) {
      const { isIdle } = this._running;
      this._end(this._running, isIdle ? undefined : 'unseen');
    }
    this._seen.add(requestId);
    const running: Running = {
      requestId,
      isOwn: this._own.has(requestId),
      hasReply: false,
      isIdle: false,
      isInterrupted: false,
      error: null
    };
    this._running = running;
    const early = this._early.get(requestId);
    if (early) {
      this._early.delete(requestId);
      this._onReply(running, early);
    }
    this._began.emit({
      requestId,
      connection:
        'session' in msg.parent_header ? msg.parent_header.session : '',
      source: msg.content.code,
      executionCount: msg.content.execution_count ?? null
    });
  }

  private _update(running: Running, msg: KernelMessage.IMessage): void {
    if (KernelMessage.isErrorMsg(msg)) {
      const { ename, evalue } = msg.content;
      running.error = { name: ename, message: evalue };
    } else if (KernelMessage.isStatusMsg(msg)) {
      running.isIdle ||= msg.content.execution_state === 'idle';
    } else if (isReply(msg)) {
      this._onReply(running, msg.content);
    }
    if (running.isIdle && (running.hasReply || !running.isOwn)) {
      this._end(running);
    }
  }

  private _onReply(running: Running, content: Reply): void {
    running.hasReply = true;
    if (content.status === 'error') {
      running.error ??= { name: content.ename, message: content.evalue };
    } else if (content.status !== 'ok') {
      // `aborted`, or `abort` as R says it, of an execution that had begun.
      running.isInterrupted = true;
    }
  }

  private _end(
    running: Running,
    status: Ending['status'] = statusOf(running)
  ): void {
    this._running = null;
    this._ended.emit({
      requestId: running.requestId,
      status,
      error: running.error
    });
  }
}

function statusOf({ error, isInterrupted }: Running): Ending['status'] {
  // KeyboardInterrupt, InterruptException: each language has its own name for it.
  if (isInterrupted || /interrupt/i.test(error?.name ?? '')) {
    return 'interrupted';
  }
  return error ? 'error' : 'ok';
}

type Reply = KernelMessage.IExecuteReplyMsg['content'];

function isReply(
  msg: KernelMessage.IMessage
): msg is KernelMessage.IExecuteReplyMsg {
  return msg.header.msg_type === 'execute_reply';
}

function parentOf({ parent_header }: KernelMessage.IMessage): string {
  return 'msg_id' in parent_header ? parent_header.msg_id : '';
}
