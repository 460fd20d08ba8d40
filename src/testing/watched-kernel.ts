import { type Kernel, type KernelMessage } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

type Outcome = { error?: [name: string, message: string]; reply?: string };

/**
 * What a page sees of a kernel without the hook. A second connection to it, as another notebook or a
 * reloaded page has, is made with the same id.
 */
export class WatchedKernel {
  readonly name = 'ir';
  readonly anyMessage = new Signal<this, Kernel.IAnyMessageArgs>(this);
  readonly infoReply = {
    language_info: { name: 'R', version: '4.2.2' }
  } as KernelMessage.IInfoReply;
  private _count = 0;
  private _answerInfo: () => void = () => undefined;

  constructor(
    readonly clientId: string,
    readonly id = 'kernel-1'
  ) {}

  get connection(): Kernel.IKernelConnection {
    return this as unknown as Kernel.IKernelConnection;
  }

  /** Answered when the test says so. */
  requestKernelInfo(): Promise<void> {
    return new Promise(resolve => (this._answerInfo = resolve));
  }

  async answerInfo(): Promise<void> {
    this._answerInfo();
    await Promise.resolve();
  }

  /** A notebook asks for a cell. */
  request(requestId: string, cellId: string | null, silent = false): void {
    this._emit('send', 'execute_request', requestId, { silent }, { cellId });
  }

  /** The kernel begins; `session` names who asked if it was not this connection. */
  begin(requestId: string, code: string, session = this.clientId): void {
    const execution_count = ++this._count;
    this.say('status', requestId, { execution_state: 'busy' }, session);
    this.say('execute_input', requestId, { code, execution_count }, session);
  }

  end(requestId: string, { error, reply = 'ok' }: Outcome = {}): void {
    const [ename, evalue] = error ?? [];
    if (error) {
      this.say('error', requestId, { ename, evalue, traceback: [] });
    }
    const status = error ? 'error' : reply;
    this.say('execute_reply', requestId, { status, ename, evalue });
    this.say('status', requestId, { execution_state: 'idle' });
  }

  execute(
    requestId: string,
    cellId: string,
    code: string,
    outcome?: Outcome
  ): void {
    this.request(requestId, cellId);
    this.begin(requestId, code);
    this.end(requestId, outcome);
  }

  say(
    type: string,
    requestId: string,
    content: object,
    session = this.clientId
  ): void {
    this._emit('recv', type, 'm', content, {}, { msg_id: requestId, session });
  }

  private _emit(
    direction: 'send' | 'recv',
    msg_type: string,
    msg_id: string,
    content: object,
    metadata: object = {},
    parent_header: object = {}
  ): void {
    const header = { msg_type, msg_id, session: this.clientId };
    this.anyMessage.emit({
      direction,
      msg: {
        header,
        parent_header,
        content,
        metadata,
        channel: channelOf(msg_type)
      } as unknown as KernelMessage.IMessage
    });
  }
}

function channelOf(type: string): KernelMessage.Channel {
  return type.startsWith('execute_re') ? 'shell' : 'iopub';
}
