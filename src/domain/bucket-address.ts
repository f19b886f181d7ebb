/** Where in an S3-compatible store proxies are kept: `s3://bucket/prefix`. */
export interface BucketAddress {
  readonly bucket: string;
  /** Without slashes around it; empty for the whole bucket. */
  readonly prefix: string;
}

const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/;
/** What every store and every tool takes in a key without encoding it. */
const PREFIX_PART = /^[A-Za-z0-9._-]+$/;

/** What is wrong with an address, or null. */
export function bucketProblem(text: string): string | null {
  if (!text.startsWith('s3://')) return 'must begin with s3://, as s3://bucket/prefix';
  const { bucket, prefix } = bucketAddressOf(text);
  if (!BUCKET.test(bucket)) return `${bucket || 'an empty name'} is not the name of a bucket`;
  const parts = prefix === '' ? [] : prefix.split('/');
  if (parts.some((part) => !PREFIX_PART.test(part) || /^\.+$/.test(part))) {
    return 'the prefix may have letters, digits, dots, hyphens, underscores and single slashes';
  }
  return null;
}

export function bucketAddressOf(text: string): BucketAddress {
  const [bucket = '', ...rest] = text.slice('s3://'.length).split('/');
  return { bucket, prefix: rest.join('/').replace(/\/$/, '') };
}

/** What is wrong with the address of a store of one's own, or null. */
export function endpointProblem(text: string): string | null {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    return 'must be an address, as https://minio.example:9000';
  const { username, password, search, hash } = new URL(text);
  // The file is shown on the page, copied and kept beside photos.
  if (username !== '' || password !== '') {
    return 'a key does not belong in this file: give it in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
  }
  return search !== '' || hash !== '' ? 'must be an address without ? and #' : null;
}
