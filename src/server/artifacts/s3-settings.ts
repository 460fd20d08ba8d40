/** How S3 is reached; what is left out, the AWS SDK finds as all its programs do. */
export type S3Settings = {
  endpoint?: string;
  region?: string;
  addressing: 'auto' | 'path' | 'virtual';
  /** Whether the certificate of the endpoint is checked. */
  verifyTls: boolean;
  /** A file with the certificates to trust instead of the usual ones. */
  caBundle?: string;
  /** The account that must own the bucket. */
  bucketOwner?: string;
  /** Parameters of PutObject that each upload gets, such as `ServerSideEncryption`. */
  uploadArgs: Record<string, unknown>;
  /** Whether clients get signed URLs, and reach S3 by themselves. */
  direct: boolean;
  /** How many seconds a signed URL for a download is good for. */
  downloadSeconds: number;
};

/** A week: S3 signs for no longer. */
export const MAX_SIGNED_SECONDS = 604_800;

const DEFAULT_DOWNLOAD_SECONDS = 300;

/** Reads MLflow's and Amazon's variables; an error's message is for who set them. */
export const readS3Settings = (environment: NodeJS.ProcessEnv): S3Settings => ({
  endpoint: endpoint(environment),
  // Amazon's tools for Python read the second name, those for JavaScript the first.
  region: environment.AWS_REGION || environment.AWS_DEFAULT_REGION || undefined,
  addressing: addressing(environment.MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE),
  verifyTls: !isTrue(environment.MLFLOW_S3_IGNORE_TLS),
  caBundle: environment.AWS_CA_BUNDLE || undefined,
  bucketOwner: environment.MLFLOW_S3_EXPECTED_BUCKET_OWNER || undefined,
  uploadArgs: uploadArgs(environment.MLFLOW_S3_UPLOAD_EXTRA_ARGS),
  direct: !isFalse(environment.TRACKBOOK_S3_PRESIGNED),
  downloadSeconds: signedSeconds(
    environment.MLFLOW_PRESIGNED_DOWNLOAD_URL_TTL_SECONDS
  )
});

const endpoint = (environment: NodeJS.ProcessEnv): string | undefined => {
  const url =
    environment.MLFLOW_S3_ENDPOINT_URL ||
    environment.AWS_ENDPOINT_URL_S3 ||
    environment.AWS_ENDPOINT_URL ||
    undefined;
  if (url && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new Error(
      `The S3 endpoint '${url}' is not an address such as https://s3.example.com`
    );
  }
  return url;
};

const isTrue = (text = '') => /^(true|1)$/i.test(text);
const isFalse = (text = '') => /^(false|0)$/i.test(text);

const addressing = (text = 'auto'): S3Settings['addressing'] => {
  if (text === 'auto' || text === 'path' || text === 'virtual') {
    return text;
  }
  throw new Error(
    `MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE is '${text}': give auto, path or virtual.`
  );
};

const uploadArgs = (text: string | undefined): Record<string, unknown> => {
  if (!text) {
    return {};
  }
  const args = parseJson(text);
  if (typeof args !== 'object' || args === null || Array.isArray(args)) {
    throw new Error(
      `MLFLOW_S3_UPLOAD_EXTRA_ARGS is '${text}': give a JSON object such as {"ServerSideEncryption": "AES256"}.`
    );
  }
  return args as Record<string, unknown>;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const signedSeconds = (text: string | undefined): number => {
  const seconds = Number(text ?? DEFAULT_DOWNLOAD_SECONDS);
  if (
    !Number.isInteger(seconds) ||
    seconds < 1 ||
    seconds > MAX_SIGNED_SECONDS
  ) {
    throw new Error(
      `MLFLOW_PRESIGNED_DOWNLOAD_URL_TTL_SECONDS is '${text}': give 1 to ${MAX_SIGNED_SECONDS} seconds.`
    );
  }
  return seconds;
};
