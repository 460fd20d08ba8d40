import { invalidParameter, notFound } from '../../api/errors.js';

export const noSuchArtifact = (path: string) =>
  notFound(`No such artifact: '${path}'`);

export const isAFolder = (path: string) =>
  invalidParameter(
    `Artifact path refers to a directory, not a file: '${path}'`
  );
