import { invalidParameter } from '../../api/errors.js';
import { decodeFully, parseUri } from '../uri.js';
import { requireMaxLength } from './limits.js';

const MAX_LOCATION_LENGTH = 2048;

/** Schemes of which the URI says which host the server would have to connect to. */
const HOST_SCHEMES = [
  ...['ftp', 'sftp', 'hdfs', 'viewfs', 'http', 'https'],
  ...['mlflow-artifacts', 'r2', 'b2', 'abfss']
];

/** Refuses a location on another host: no client may choose what the server connects to. */
export const requireNoForeignHost = (uri: string, field: string): void => {
  const { scheme, authority } = parseUri(uri);
  const names = scheme !== 'mlflow-artifacts' || authority !== '';
  if (HOST_SCHEMES.includes(scheme) && names) {
    throw invalidParameter(
      `'${field}' cannot use the '${scheme}' scheme: the '${scheme}' scheme addresses a host other than the tracking server's configured artifact storage, so the server would connect to the host named in the URI.`
    );
  }
};

/** Refuses what cannot be where an experiment keeps its artifacts. */
export const requireArtifactLocation = (location: string): void => {
  const [, query = ''] = /\?([^#]*)/.exec(location) ?? [];
  if (/#.|;[^/]*$/.test(location)) {
    throw invalidParameter(
      "'artifact_location' URL can't include fragments or params."
    );
  }
  if (decodeFully(query).includes('..')) {
    throw invalidParameter('Invalid query string');
  }
  requireNoForeignHost(location, 'artifact_location');
  if (location.startsWith('runs:')) {
    throw invalidParameter(
      `Artifact location cannot be a runs:/ URI. Given: '${location}'`
    );
  }
  requireMaxLength('artifact_location', location, MAX_LOCATION_LENGTH);
};
