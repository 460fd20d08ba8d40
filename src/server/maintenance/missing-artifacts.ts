import { TrackbookError } from '../../api/errors.js';
import type { ArtifactLocations } from '../artifacts/artifact-locations.js';
import type { Executor } from '../executor/executor.js';
import { TrackbookSource } from '../moving/trackbook/source.js';

export interface ArtifactCheck {
  /** Places of models at which there is nothing, in words. */
  missing: string[];
  /** How many places are out of the server's reach. */
  unreachable: number;
}

/**
 * Looks for the files of logged models that are ready and of model versions. Runs may be without
 * artifacts.
 */
export const findMissingArtifacts = async (
  executor: Executor,
  locations: ArtifactLocations
): Promise<ArtifactCheck> => {
  const check: ArtifactCheck = { missing: [], unreachable: 0 };
  for await (const { what, uri } of placesOfModels(executor)) {
    try {
      if (await isEmpty(locations, uri)) {
        check.missing.push(`${what} has no artifacts at ${uri}`);
      }
    } catch (error) {
      if (!(error instanceof TrackbookError)) {
        throw error;
      }
      check.unreachable += 1;
    }
  }
  return check;
};

async function* placesOfModels(
  executor: Executor
): AsyncIterable<{ what: string; uri: string }> {
  const source = new TrackbookSource(executor);
  for await (const models of source.loggedModels()) {
    for (const model of models) {
      if (
        model.status === 'LOGGED_MODEL_READY' &&
        model.lifecycleStage === 'active'
      ) {
        yield {
          what: `logged model ${model.modelId} ('${model.name}')`,
          uri: model.artifactUri
        };
      }
    }
  }
  for await (const models of source.registeredModels()) {
    for (const { name, versions } of models) {
      for (const { version, storageLocation, deleted } of versions) {
        // `runs:/…` and `models:/…` lead to places that are looked at by themselves.
        if (!deleted && !/^(runs|models):/.test(storageLocation)) {
          yield {
            what: `version ${version} of '${name}'`,
            uri: storageLocation
          };
        }
      }
    }
  }
}

/** A version may also be a single file. */
const isEmpty = async (
  locations: ArtifactLocations,
  uri: string
): Promise<boolean> => {
  const { store, path } = await locations.below(uri, '');
  if ((await store.list(path)).length > 0) {
    return false;
  }
  try {
    await store.open(path);
    return false;
  } catch (error) {
    if (
      error instanceof TrackbookError &&
      ['RESOURCE_DOES_NOT_EXIST', 'INVALID_PARAMETER_VALUE'].includes(
        error.code
      )
    ) {
      return true;
    }
    throw error;
  }
};
