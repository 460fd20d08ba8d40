import {
  toModelVersion,
  type ModelVersion,
  type Stage,
  type WireModelVersion
} from '../entities/model-version.js';
import {
  toRegisteredModel,
  type RegisteredModel,
  type WireRegisteredModel
} from '../entities/registered-model.js';
import type { Transport } from '../transport.js';

const MODELS = 'ajax-api/2.0/mlflow/registered-models';
const VERSIONS = 'ajax-api/2.0/mlflow/model-versions';
const PAGE_SIZE = 200;

type NewVersion = {
  name: string;
  source: string;
  runId?: string;
  modelId?: string;
  description?: string;
};

type ModelsReply = {
  registered_models?: WireRegisteredModel[];
  next_page_token?: string;
};

type VersionsReply = {
  model_versions?: WireModelVersion[];
  next_page_token?: string;
};

/** Registered models and their versions. */
export class Registry {
  constructor(private readonly _transport: Transport) {}

  async listModels(signal?: AbortSignal): Promise<RegisteredModel[]> {
    const found: RegisteredModel[] = [];
    let pageToken: string | undefined;
    do {
      const reply: ModelsReply = await this._transport.get(
        `${MODELS}/search`,
        { max_results: PAGE_SIZE, page_token: pageToken },
        signal
      );
      found.push(...(reply.registered_models ?? []).map(toRegisteredModel));
      pageToken = reply.next_page_token;
    } while (pageToken);
    return found;
  }

  async getModel(name: string, signal?: AbortSignal): Promise<RegisteredModel> {
    const reply = await this._transport.get<{
      registered_model: WireRegisteredModel;
    }>(`${MODELS}/get`, { name }, signal);
    return toRegisteredModel(reply.registered_model);
  }

  /** All versions of a model, newest first. */
  async listVersions(
    name: string,
    signal?: AbortSignal
  ): Promise<ModelVersion[]> {
    return this._searchVersions(`name = ${quote(name)}`, signal);
  }

  /** The versions registered from a run. */
  async listVersionsOfRun(
    runId: string,
    signal?: AbortSignal
  ): Promise<ModelVersion[]> {
    return this._searchVersions(`run_id = ${quote(runId)}`, signal);
  }

  async createModel(name: string, description?: string): Promise<void> {
    await this._transport.post(`${MODELS}/create`, { name, description });
  }

  async describeModel(name: string, description: string): Promise<void> {
    await this._transport.patch(`${MODELS}/update`, { name, description });
  }

  async deleteModel(name: string): Promise<void> {
    await this._transport.delete(`${MODELS}/delete`, { name });
  }

  async setModelTag(name: string, key: string, value: string): Promise<void> {
    await this._transport.post(`${MODELS}/set-tag`, { name, key, value });
  }

  async deleteModelTag(name: string, key: string): Promise<void> {
    await this._transport.delete(`${MODELS}/delete-tag`, { name, key });
  }

  async setAlias(name: string, alias: string, version: string): Promise<void> {
    await this._transport.post(`${MODELS}/alias`, { name, alias, version });
  }

  async deleteAlias(name: string, alias: string): Promise<void> {
    await this._transport.delete(`${MODELS}/alias`, { name, alias });
  }

  async createVersion(version: NewVersion): Promise<ModelVersion> {
    const reply = await this._transport.post<{
      model_version: WireModelVersion;
    }>(`${VERSIONS}/create`, {
      name: version.name,
      source: version.source,
      run_id: version.runId,
      model_id: version.modelId,
      description: version.description || undefined
    });
    return toModelVersion(reply.model_version);
  }

  async describeVersion(
    name: string,
    version: string,
    description: string
  ): Promise<void> {
    await this._transport.patch(`${VERSIONS}/update`, {
      name,
      version,
      description
    });
  }

  async deleteVersion(name: string, version: string): Promise<void> {
    await this._transport.delete(`${VERSIONS}/delete`, { name, version });
  }

  async setVersionTag(
    name: string,
    version: string,
    key: string,
    value: string
  ): Promise<void> {
    await this._transport.post(`${VERSIONS}/set-tag`, {
      name,
      version,
      key,
      value
    });
  }

  async deleteVersionTag(
    name: string,
    version: string,
    key: string
  ): Promise<void> {
    await this._transport.delete(`${VERSIONS}/delete-tag`, {
      name,
      version,
      key
    });
  }

  async moveToStage(
    name: string,
    version: string,
    stage: Stage,
    archiveExisting: boolean
  ): Promise<void> {
    await this._transport.post(`${VERSIONS}/transition-stage`, {
      name,
      version,
      stage,
      archive_existing_versions: archiveExisting
    });
  }

  private async _searchVersions(
    filter: string,
    signal?: AbortSignal
  ): Promise<ModelVersion[]> {
    const found: ModelVersion[] = [];
    let pageToken: string | undefined;
    do {
      const reply: VersionsReply = await this._transport.get(
        `${VERSIONS}/search`,
        { filter, max_results: PAGE_SIZE, page_token: pageToken },
        signal
      );
      found.push(...(reply.model_versions ?? []).map(toModelVersion));
      pageToken = reply.next_page_token;
    } while (pageToken);
    return found.sort((a, b) => Number(b.version) - Number(a.version));
  }
}

/** MLflow's filters know no escapes, but two kinds of quotes. */
function quote(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}
