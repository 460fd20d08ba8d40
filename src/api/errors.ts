/** MLflow's error codes and the HTTP status of each. */
export const errorStatus = {
  BAD_REQUEST: 400,
  INVALID_PARAMETER_VALUE: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  INVALID_STATE: 500,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  RESOURCE_DOES_NOT_EXIST: 404,
  ENDPOINT_NOT_FOUND: 404,
  INTERNAL_ERROR: 500,
  NOT_IMPLEMENTED: 501,
  // Clients try again: only for what may work in a moment.
  TEMPORARILY_UNAVAILABLE: 503,
  // Clients retry most 5xx with back-off, but not 507.
  IO_ERROR: 507
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** A refusal with a code that clients know and a sentence its reader can act on. */
export class TrackbookError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions
  ) {
    super(message, options);
    this.name = 'TrackbookError';
  }
}

export const invalidParameter = (message: string) =>
  new TrackbookError('INVALID_PARAMETER_VALUE', message);

export const notFound = (message: string) =>
  new TrackbookError('RESOURCE_DOES_NOT_EXIST', message);

export const alreadyExists = (message: string) =>
  new TrackbookError('RESOURCE_ALREADY_EXISTS', message);
