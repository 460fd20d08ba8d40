import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import * as z from 'zod/mini';
import type { Reproducer, Reproduction } from '../../views/index.js';

const replySchema = z.nullable(
  z.object({
    state: z.enum(['running', 'finished', 'failed', 'cancelled']),
    new_run_id: z.nullable(z.string()),
    cell: z.number(),
    cells: z.nullable(z.number()),
    message: z.nullable(z.string())
  })
);

/** Lets Jupyter's server run the cells of runs again. */
export class JupyterReproducer implements Reproducer {
  constructor(
    private readonly _options: {
      serverSettings: ServerConnection.ISettings;
      tolerance(): number;
    }
  ) {}

  get tolerance(): number {
    return this._options.tolerance();
  }

  find(runId: string): Promise<Reproduction | null> {
    return this._ask(runId, { method: 'GET' });
  }

  async start(runId: string): Promise<Reproduction> {
    const body = JSON.stringify({ tolerance: this.tolerance });
    return (await this._ask(runId, { method: 'POST', body }))!;
  }

  async cancel(runId: string): Promise<void> {
    await this._ask(runId, { method: 'DELETE' });
  }

  private async _ask(
    runId: string,
    init: RequestInit
  ): Promise<Reproduction | null> {
    const { serverSettings } = this._options;
    const response = await ServerConnection.makeRequest(
      URLExt.join(serverSettings.baseUrl, 'trackbook-reproductions', runId),
      init,
      serverSettings
    );
    if (!response.ok) {
      throw await ServerConnection.ResponseError.create(response);
    }
    return response.status === 204
      ? null
      : toReproduction(await response.json());
  }
}

function toReproduction(data: unknown): Reproduction | null {
  const reply = replySchema.parse(data);
  if (!reply) {
    return null;
  }
  const { new_run_id: newRunId, ...rest } = reply;
  return { ...rest, newRunId };
}
