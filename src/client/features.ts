import type { Feature } from '../api/trackbook.js';
import { ClientError } from './client-error.js';
import type { Transport } from './transport.js';

export type { Feature };

export type ServerFeatures = {
  /** The version of Trackbook's server, or null for another MLflow server. */
  version: string | null;
  features: ReadonlySet<Feature>;
};

/** Asks the server what it can do, and remembers it; a plain MLflow server has no answer. */
export class FeatureCheck {
  private _features: Promise<ServerFeatures> | null = null;

  constructor(private readonly _transport: Transport) {}

  get(): Promise<ServerFeatures> {
    this._features ??= this._ask().catch(error => {
      this._features = null;
      throw error;
    });
    return this._features;
  }

  /** Asks anew: by now another server may answer. */
  renew(): Promise<ServerFeatures> {
    this._features = null;
    return this.get();
  }

  async has(feature: Feature): Promise<boolean> {
    return (await this.get()).features.has(feature);
  }

  private async _ask(): Promise<ServerFeatures> {
    try {
      const reply = await this._transport.get<{
        version: string;
        features: Feature[];
      }>('ajax-api/2.0/trackbook/features');
      return { version: reply.version, features: new Set(reply.features) };
    } catch (error) {
      if (error instanceof ClientError && error.isMissing) {
        return { version: null, features: new Set() };
      }
      throw error;
    }
  }
}
