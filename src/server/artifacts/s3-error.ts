import { TrackbookError, type ErrorCode } from '../../api/errors.js';
import { REPLACED } from './artifact-errors.js';

type Explanation = [ErrorCode, string];

const REFUSED: Explanation = [
  'PERMISSION_DENIED',
  'The artifact storage refuses the tracking server access'
];
const NO_LOGIN: Explanation = [
  'PERMISSION_DENIED',
  "The artifact storage does not accept the tracking server's credentials"
];
const OTHER_REGION: Explanation = [
  'IO_ERROR',
  'The bucket of the artifacts is in another region than the tracking server is set to'
];
const AWAY: Explanation = [
  'TEMPORARILY_UNAVAILABLE',
  'The artifact storage cannot be reached; try again'
];
const BUSY: Explanation = [
  'TEMPORARILY_UNAVAILABLE',
  'The artifact storage is busy; try again'
];
const BAD_PARTS: Explanation = [
  'INVALID_PARAMETER_VALUE',
  'The parts are not those that were uploaded'
];

/** What a client can do about it, by the name of the error at S3 or in the SDK. */
const EXPLANATIONS: Record<string, Explanation> = {
  AccessDenied: REFUSED,
  AllAccessDisabled: REFUSED,
  AccountProblem: REFUSED,
  Forbidden: REFUSED,
  KMSAccessDeniedException: REFUSED,
  'KMS.AccessDeniedException': REFUSED,
  InvalidAccessKeyId: NO_LOGIN,
  SignatureDoesNotMatch: NO_LOGIN,
  InvalidToken: NO_LOGIN,
  ExpiredToken: NO_LOGIN,
  CredentialsProviderError: NO_LOGIN,
  TokenProviderError: NO_LOGIN,
  RequestTimeTooSkewed: [
    'IO_ERROR',
    "The tracking server's clock differs from that of the artifact storage"
  ],
  NoSuchBucket: [
    'RESOURCE_DOES_NOT_EXIST',
    'The bucket of the artifacts does not exist'
  ],
  NoSuchKey: ['RESOURCE_DOES_NOT_EXIST', 'No such artifact'],
  NotFound: ['RESOURCE_DOES_NOT_EXIST', 'No such artifact'],
  NoSuchUpload: [
    'RESOURCE_DOES_NOT_EXIST',
    'No such multipart upload, or it is over'
  ],
  InvalidPart: BAD_PARTS,
  InvalidPartOrder: BAD_PARTS,
  MalformedXML: BAD_PARTS,
  EntityTooSmall: [
    'INVALID_PARAMETER_VALUE',
    'A part is too small: all but the last need 5 MiB'
  ],
  EntityTooLarge: [
    'INVALID_PARAMETER_VALUE',
    'The file is larger than the artifact storage can store'
  ],
  KeyTooLongError: ['INVALID_PARAMETER_VALUE', 'The artifact name is too long'],
  QuotaExceeded: ['IO_ERROR', 'The artifact storage is full'],
  XMinioStorageFull: ['IO_ERROR', 'The artifact storage is full'],
  PermanentRedirect: OTHER_REGION,
  AuthorizationHeaderMalformed: OTHER_REGION,
  IllegalLocationConstraintException: OTHER_REGION,
  PreconditionFailed: ['TEMPORARILY_UNAVAILABLE', REPLACED],
  SlowDown: BUSY,
  ServiceUnavailable: BUSY,
  InternalError: BUSY,
  OperationAborted: BUSY,
  RequestTimeout: BUSY,
  TimeoutError: AWAY
};

/** By the status of replies without a body, and of servers with names of their own. */
const BY_STATUS: Record<number, Explanation> = {
  301: OTHER_REGION,
  401: NO_LOGIN,
  403: REFUSED,
  412: EXPLANATIONS.PreconditionFailed,
  429: BUSY,
  507: EXPLANATIONS.QuotaExceeded
};

const UNTRUSTED: Explanation = [
  'IO_ERROR',
  'The certificate of the artifact storage is not trusted'
];

const NETWORK_CODE = /^E(CONN|HOST|NET|PIPE|TIMEDOUT|AI_AGAIN|NOTFOUND|PROTO)/;
const TLS_CODE =
  /^(DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS|ERR_SSL)/;

/** The parts that matter of what the SDK throws. */
type SdkError = {
  name?: string;
  message?: string;
  code?: string;
  $metadata?: { httpStatusCode?: number; requestId?: string };
};

/**
 * A `TrackbookError` for a failure of S3. What is not the client's doing has a cause, for the
 * log: in words, because the SDK's own error may hold a session token.
 */
export const s3Error = (error: unknown, path: string): TrackbookError => {
  if (error instanceof TrackbookError) {
    return error;
  }
  const [code, sentence] = explain(error as SdkError);
  const subject = path === '' ? sentence : `${sentence}: '${path}'`;
  return new TrackbookError(
    code,
    subject,
    isClients(code, error as SdkError)
      ? undefined
      : { cause: new Error(describe(error as SdkError)) }
  );
};

const isClients = (code: ErrorCode, { name }: SdkError): boolean =>
  code === 'INVALID_PARAMETER_VALUE' ||
  (code === 'RESOURCE_DOES_NOT_EXIST' && name !== 'NoSuchBucket');

export const isMissingObject = (error: unknown): boolean =>
  ['NoSuchKey', 'NotFound'].includes((error as SdkError).name ?? '');

export const isMissingUpload = (error: unknown): boolean =>
  (error as SdkError).name === 'NoSuchUpload';

const explain = ({ name, code, $metadata }: SdkError): Explanation => {
  const status = $metadata?.httpStatusCode ?? 0;
  const known =
    (Object.hasOwn(EXPLANATIONS, name ?? '')
      ? EXPLANATIONS[name!]
      : undefined) ?? BY_STATUS[status];
  if (known) {
    return known;
  }
  if (NETWORK_CODE.test(code ?? '')) {
    return AWAY;
  }
  if (TLS_CODE.test(code ?? '')) {
    return UNTRUSTED;
  }
  return status >= 500
    ? BUSY
    : ['IO_ERROR', 'The artifact storage does not do what is asked of it'];
};

const describe = ({ name, code, message, $metadata }: SdkError): string => {
  const { httpStatusCode, requestId } = $metadata ?? {};
  const details = [
    httpStatusCode && `status ${httpStatusCode}`,
    requestId && `request ${requestId}`
  ].filter(Boolean);
  return `S3: ${code ?? name}: ${message}${details.length ? ` (${details.join(', ')})` : ''}`;
};
