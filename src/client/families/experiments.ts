import {
  toExperiment,
  type Experiment,
  type WireExperiment
} from '../entities/experiment.js';
import type { Transport } from '../transport.js';

const PATH = 'ajax-api/2.0/mlflow/experiments';
const PAGE_SIZE = 1000;

type SearchReply = { experiments?: WireExperiment[]; next_page_token?: string };

export class Experiments {
  constructor(private readonly _transport: Transport) {}

  /** All active experiments, newest first. */
  async list(signal?: AbortSignal): Promise<Experiment[]> {
    const found: Experiment[] = [];
    let pageToken: string | undefined;
    do {
      const reply: SearchReply = await this._transport.post(
        `${PATH}/search`,
        { max_results: PAGE_SIZE, page_token: pageToken },
        signal
      );
      found.push(...(reply.experiments ?? []).map(toExperiment));
      pageToken = reply.next_page_token;
    } while (pageToken);
    return found;
  }

  async get(experimentId: string, signal?: AbortSignal): Promise<Experiment> {
    const reply = await this._transport.get<{ experiment: WireExperiment }>(
      `${PATH}/get`,
      { experiment_id: experimentId },
      signal
    );
    return toExperiment(reply.experiment);
  }

  /** The id of the new experiment. */
  async create(name: string): Promise<string> {
    const reply = await this._transport.post<{ experiment_id: string }>(
      `${PATH}/create`,
      { name }
    );
    return reply.experiment_id;
  }

  async rename(experimentId: string, name: string): Promise<void> {
    await this._transport.post(`${PATH}/update`, {
      experiment_id: experimentId,
      new_name: name
    });
  }

  async delete(experimentId: string): Promise<void> {
    await this._transport.post(`${PATH}/delete`, {
      experiment_id: experimentId
    });
  }

  async restore(experimentId: string): Promise<void> {
    await this._transport.post(`${PATH}/restore`, {
      experiment_id: experimentId
    });
  }
}
