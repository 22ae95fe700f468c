import { LakeliftError, type ErrorCode } from '../../errors/index.js';

/** An error of the SDK, as far as this store looks into it. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  NoSuchBucket: 'NOT_FOUND',
  NoSuchKey: 'NOT_FOUND',
  NoSuchUpload: 'NOT_FOUND',
  NotFound: 'NOT_FOUND',
  AccessDenied: 'AUTH',
  AuthorizationHeaderMalformed: 'AUTH',
  CredentialsProviderError: 'AUTH',
  ExpiredToken: 'AUTH',
  InvalidAccessKeyId: 'AUTH',
  RequestTimeTooSkewed: 'AUTH',
  SignatureDoesNotMatch: 'AUTH',
  TokenProviderError: 'AUTH',
  BadDigest: 'CHECKSUM',
  InvalidDigest: 'CHECKSUM',
  XAmzContentChecksumMismatch: 'CHECKSUM',
  EntityTooLarge: 'NO_SPACE',
  QuotaExceeded: 'NO_SPACE',
  XMinioAdminBucketQuotaExceeded: 'NO_SPACE',
  XMinioStorageFull: 'NO_SPACE',
  PermanentRedirect: 'UNREACHABLE',
};

const NEXT: Partial<Record<ErrorCode, string>> = {
  NOT_FOUND: 'check the path; if it was there a moment ago, run the command again',
  AUTH: 'check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (or AWS_PROFILE), AWS_REGION and that they may read and write the bucket',
  UNREACHABLE: 'check the endpoint (AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL) and the region, then run the command again',
  NO_SPACE: 'free space or raise the quota of the bucket, then run the command again',
  CHECKSUM: 'the bytes were damaged on their way: run the command again',
  IO: 'run the command again; if it persists, look at the log of the object store',
};

const NEXT_BY_NAME: Readonly<Record<string, string>> = {
  NoSuchBucket: 'create the bucket or correct its name in the target URL',
  CredentialsProviderError: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE',
  RequestTimeTooSkewed: "set this machine's clock",
};

export const statusOf = (error: unknown): number | undefined => (error as SdkError).$metadata?.httpStatusCode;
export const nameOf = (error: unknown): string => (error as SdkError).name ?? '';

function codeOf(error: SdkError): ErrorCode {
  const known = CODES[error.name ?? ''];
  if (known) return known;
  const status = error.$metadata?.httpStatusCode;
  if (status === 401 || status === 403) return 'AUTH';
  if (status === 404) return 'NOT_FOUND';
  if (status === 507) return 'NO_SPACE';
  if (status !== undefined) return status >= 500 && status !== 501 ? 'UNREACHABLE' : 'IO';
  if (/region is missing/i.test(error.message ?? '')) return 'AUTH';
  return 'UNREACHABLE';
}

/** An error of the SDK, of its connection or of its credentials as a LakeliftError that names the object. */
export function s3Error(error: unknown, file: string): LakeliftError {
  if (error instanceof LakeliftError) return error.at({ file });
  const sdk = error as SdkError;
  const code = codeOf(sdk);
  const next = NEXT_BY_NAME[sdk.name ?? ''] ?? NEXT[code];
  // HEAD replies have no body: the SDK then says 'UnknownError' or repeats the status.
  const parts = [sdk.name, sdk.code, sdk.message].filter((part) => part && !/^(Unknown(Error)?|\d+)$/.test(part));
  const text = [...new Set(parts)].join(': ');
  const status = sdk.$metadata?.httpStatusCode;
  const message = `the object store answered ${[text, `HTTP status ${String(status)}`].filter(Boolean).join(', ')}`;
  return new LakeliftError(code, status === undefined ? `no answer from the object store: ${text}` : message, {
    file,
    cause: error,
    ...(next && { next }),
  });
}
