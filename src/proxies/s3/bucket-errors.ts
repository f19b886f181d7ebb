import { PhotoTagError } from '../../domain/errors.ts';
import { atBeginning } from '../bucket.ts';

/** What a store answered that was not what was asked for. Of its text only the code is taken: it may repeat keys. */
export interface Refusal {
  readonly status: number;
  /** As S3 calls it (`NoSuchBucket`); empty where the answer names none. */
  readonly code: string;
  /** The region that the store says the bucket is in, where it says so. */
  readonly region: string | null;
}

const TRANSIENT_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);
const TRANSIENT_CODE = new Set([
  'SlowDown',
  'RequestTimeout',
  'InternalError',
  'ServiceUnavailable',
  'OperationAborted',
]);

/** Whether the same request may well succeed in a moment. */
export const isTransient = ({ status, code }: Refusal): boolean =>
  TRANSIENT_STATUS.has(status) || TRANSIENT_CODE.has(code);

const KEYS = 'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN, where there is one)';
const REMEDIES: Readonly<Record<string, string>> = {
  NoSuchBucket: 'Make the bucket, or put the name in proxy.bucket right.',
  InvalidAccessKeyId: `The store does not know this key: see ${KEYS}.`,
  SignatureDoesNotMatch: `The secret does not fit the key: see ${KEYS}, and proxy.bucket_region.`,
  ExpiredToken: `The session is over: set ${KEYS} anew.`,
  InvalidToken: `The session token is not one: set ${KEYS} anew.`,
  AccessDenied:
    'Allow this key s3:ListBucket on the bucket, and s3:GetObject and s3:PutObject on what is in it.',
  RequestTimeTooSkewed: 'Set the clock of this machine.',
  QuotaExceeded: 'Make room in the store, or allow it more.',
  XMinioStorageFull: 'Make room in the store, or allow it more.',
};
const SAME_CODE: Readonly<Record<string, string>> = {
  AllAccessDisabled: 'AccessDenied',
  AccountProblem: 'AccessDenied',
  TokenRefreshRequired: 'ExpiredToken',
  InvalidClientTokenId: 'InvalidAccessKeyId',
};

/** An answer that no further try will mend. */
export function refused(name: string, refusal: Refusal): PhotoTagError {
  const { status, code, region } = refusal;
  const said = `${atBeginning(name)} answers ${status}${code === '' ? '' : ` ${code}`}`;
  if (region !== null) {
    return new PhotoTagError('BUCKET_UNUSABLE', `${said}: the bucket is in the region ${region}`, {
      remedy: `Set proxy.bucket_region to ${region}.`,
    });
  }
  const remedy =
    REMEDIES[SAME_CODE[code] ?? code] ??
    (status === 401 || status === 403 ? REMEDIES.AccessDenied : undefined) ??
    (isTransient(refusal)
      ? 'Try again later; the same command goes on from here.'
      : 'See that proxy.bucket and proxy.bucket_endpoint name a bucket of an S3-compatible store.');
  return new PhotoTagError('BUCKET_UNUSABLE', said, { remedy });
}

/** Nobody answered. */
export function unreachable(name: string, cause: unknown): PhotoTagError {
  return new PhotoTagError('BUCKET_UNUSABLE', `${atBeginning(name)} cannot be reached: ${reasonOf(cause)}`, {
    cause,
    remedy:
      'See that the network is there and proxy.bucket_endpoint is right; the same command goes on from here.',
  });
}

/** The reason lies below "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? error.message;
}
