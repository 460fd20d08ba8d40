import { type InspectedVariable, type KernelMessage } from './messages.js';

type Waiting<T> = {
  resolve(value: T): void;
  reject(error: Error): void;
};

/** Who waits for which word of the hook. */
export class KernelAnswers {
  private readonly _inspections = new Map<string, Waiting<InspectedVariable>>();
  private readonly _outcomes = new Map<string, Waiting<void>>();
  private _count = 0;

  /** A number to ask by, and the answer to come. */
  expect(): { request: string; answer: Promise<InspectedVariable> } {
    const request = String(++this._count);
    const answer = new Promise<InspectedVariable>((resolve, reject) =>
      this._inspections.set(request, { resolve, reject })
    );
    return { request, answer };
  }

  /** Settles when the logging of this value has ended. */
  outcomeOf(id: string): Promise<void> {
    return new Promise((resolve, reject) =>
      this._outcomes.set(id, { resolve, reject })
    );
  }

  hear(message: KernelMessage): void {
    if (message.type === 'inspected') {
      this._inspections.get(message.request)?.resolve(message);
      this._inspections.delete(message.request);
    } else if (message.type === 'logging' && message.status !== 'running') {
      const waiting = this._outcomes.get(message.id);
      this._outcomes.delete(message.id);
      if (message.status === 'done') {
        waiting?.resolve();
      } else {
        waiting?.reject(new Error(message.error ?? ''));
      }
    }
  }

  /** Nobody is there any more to answer. */
  fail(reason: string): void {
    for (const waiting of [this._inspections, this._outcomes]) {
      waiting.forEach(({ reject }) => reject(new Error(reason)));
      waiting.clear();
    }
  }
}
