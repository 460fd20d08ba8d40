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

const INVALID = ['KAM00', 'INVALID_PARAMETER_VALUE'] as const;
const NOT_FOUND = ['KAM00', 'RESOURCE_NOT_FOUND'] as const;
const INTERNAL = ['XXM00', 'CLIENT_INTERNAL_ERROR'] as const;

/** The `sqlstate` and the `error_class` that MLflow adds to its own error codes. */
export const errorClasses: Partial<
  Record<ErrorCode, readonly [sqlstate: string, errorClass: string]>
> = {
  BAD_REQUEST: INVALID,
  INVALID_PARAMETER_VALUE: INVALID,
  RESOURCE_ALREADY_EXISTS: ['KAM00', 'RESOURCE_ALREADY_EXISTS'],
  PERMISSION_DENIED: ['KAM00', 'PERMISSION_DENIED'],
  RESOURCE_DOES_NOT_EXIST: NOT_FOUND,
  ENDPOINT_NOT_FOUND: NOT_FOUND,
  INVALID_STATE: INTERNAL,
  INTERNAL_ERROR: INTERNAL
};

/** What MLflow adds for an error that is more special than its code. */
export const specialClasses = {
  ATTRIBUTE_NOT_FOUND: ['KAM04', 'ATTRIBUTE_NOT_FOUND']
} as const;

/** A refusal with a code that clients know and a sentence its reader can act on. */
export class TrackbookError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** `errorClass`: of what kind it is, where MLflow says more than the code does. */
    readonly options: ErrorOptions & {
      errorClass?: keyof typeof specialClasses;
    } = {}
  ) {
    super(message, options);
    this.name = 'TrackbookError';
  }
}

export const invalidParameter = (message: string) =>
  new TrackbookError('INVALID_PARAMETER_VALUE', message);

/** The same thing is stored already: what MLflow's database says, in words of its reader. */
export const storedAlready = (message: string) =>
  new TrackbookError('BAD_REQUEST', `${message} (UNIQUE constraint failed)`);

export const notFound = (message: string) =>
  new TrackbookError('RESOURCE_DOES_NOT_EXIST', message);

export const alreadyExists = (message: string) =>
  new TrackbookError('RESOURCE_ALREADY_EXISTS', message);
