import { type Kernel, type KernelMessage } from '@jupyterlab/services';
import { KernelWitness, type Memory } from './kernel-witness.js';

const KEY = 'trackbook:witness:1:';

/**
 * One witness for each kernel without the hook that a notebook of this page shows, however many do.
 * What it knows outlives a reload of the page, and a notebook that is closed for a while.
 */
export class Witnesses {
  private readonly _client: Witnesses.IOptions['client'];
  private readonly _storage: Witnesses.IOptions['storage'];
  private readonly _living = new Map<string, KernelWitness>();

  constructor({ client, storage }: Witnesses.IOptions) {
    this._client = client;
    this._storage = storage;
  }

  /** The witness of a kernel that this page has watched before, or null. */
  resume(kernel: Kernel.IKernelConnection): KernelWitness | null {
    const living = this._living.get(kernel.id);
    if (living) {
      return living;
    }
    const stored = this._storage.getItem(KEY + kernel.id);
    if (stored === null) {
      return null;
    }
    this._storage.removeItem(KEY + kernel.id);
    const witness = this._start(kernel, JSON.parse(stored) as Memory);
    // The kernel answers in turn: when it does, whatever was running has ended. A connection that is
    // closed before has nothing to settle.
    void kernel.requestKernelInfo().then(
      () => witness.settle(),
      () => undefined
    );
    return witness;
  }

  begin(
    kernel: Kernel.IKernelConnection,
    info: KernelMessage.IInfoReply
  ): KernelWitness {
    return this._start(kernel, KernelWitness.memoryOf(kernel.name, info));
  }

  /** A notebook does not show this kernel any more. */
  leave(witness: KernelWitness, kernel: Kernel.IKernelConnection): void {
    witness.detach(kernel);
    if (!witness.isAttended && this._living.get(kernel.id) === witness) {
      this._suspend(kernel.id, witness);
    }
  }

  /** The kernel was restarted or has died; another notebook may have said so before. */
  end(witness: KernelWitness, kernel: Kernel.IKernelConnection): void {
    if (this._living.get(kernel.id) === witness) {
      this._living.delete(kernel.id);
      witness.end();
    }
  }

  /** The page is left, perhaps only to be loaded again. */
  suspend(): void {
    this._living.forEach((witness, kernelId) =>
      this._suspend(kernelId, witness)
    );
  }

  private _start(
    kernel: Kernel.IKernelConnection,
    memory: Memory
  ): KernelWitness {
    const witness = new KernelWitness({ client: this._client, memory });
    this._living.set(kernel.id, witness);
    return witness;
  }

  private _suspend(kernelId: string, witness: KernelWitness): void {
    this._living.delete(kernelId);
    const memory = JSON.stringify(witness.suspend());
    try {
      this._storage.setItem(KEY + kernelId, memory);
    } catch (error) {
      // Browsers give a page some megabytes. Its runs have their records; they are not gone on with.
      console.warn('The record of a kernel is too large to be kept.', error);
    }
  }
}

export namespace Witnesses {
  export interface IOptions {
    client: KernelWitness.IOptions['client'];
    /** Belongs to this tab, and outlives a reload. */
    storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  }
}
