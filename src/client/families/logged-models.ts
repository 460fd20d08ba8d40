import {
  toLoggedModel,
  type LoggedModel,
  type WireLoggedModel
} from '../entities/logged-model.js';
import type { Transport } from '../transport.js';

const PATH = 'ajax-api/2.0/mlflow/logged-models';

export class LoggedModels {
  constructor(private readonly _transport: Transport) {}

  async get(modelId: string, signal?: AbortSignal): Promise<LoggedModel> {
    const reply = await this._transport.get<{ model: WireLoggedModel }>(
      `${PATH}/${encodeURIComponent(modelId)}`,
      {},
      signal
    );
    return toLoggedModel(reply.model);
  }
}
