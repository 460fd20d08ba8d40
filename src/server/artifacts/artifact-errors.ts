import {
  invalidParameter,
  notFound,
  TrackbookError
} from '../../api/errors.js';

export const noSuchArtifact = (path: string) =>
  notFound(`No such artifact: '${path}'`);

export const isAFolder = (path: string) =>
  invalidParameter(
    `Artifact path refers to a directory, not a file: '${path}'`
  );

export const REPLACED =
  'The artifact was replaced while it was read; try again';

export const wasReplaced = (path: string) =>
  new TrackbookError('TEMPORARILY_UNAVAILABLE', `${REPLACED}: '${path}'`);
