/** What a request that did not succeed throws: the server's own words, kept whole. */
export class ClientError extends Error {
  /** HTTP status, or 0 when no answer came at all. */
  readonly status: number;
  readonly errorCode: string;

  constructor(
    status: number,
    errorCode: string,
    message: string,
    options?: ErrorOptions
  ) {
    super(message, options);
    this.name = 'ClientError';
    this.status = status;
    this.errorCode = errorCode;
  }

  get isUnreachable(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503;
  }

  get isMissing(): boolean {
    return this.status === 404;
  }
}

export function unreachable(cause: unknown): ClientError {
  return new ClientError(
    0,
    'UNREACHABLE',
    'The tracking server cannot be reached. Check that it is running.',
    { cause }
  );
}

/** MLflow answers errors as JSON; proxies and unknown paths answer with a page. */
export async function errorFromResponse(
  response: Response
): Promise<ClientError> {
  const text = await response.text();
  const { code, message } = readErrorBody(text);
  return new ClientError(
    response.status,
    code ?? `HTTP_${response.status}`,
    message ??
      `The tracking server answered ${response.status} ${response.statusText}`.trim()
  );
}

function readErrorBody(text: string): { code?: string; message?: string } {
  try {
    const body = JSON.parse(text);
    return { code: body.error_code, message: body.message };
  } catch {
    return {};
  }
}
