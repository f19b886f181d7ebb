import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { AwsV4Signer } from 'aws4fetch';
import type { Bucket, ListedObject, Patience, StoredObject } from '../bucket.ts';
import { isTransient, type Refusal, refused, unreachable } from './bucket-errors.ts';

export interface S3Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface S3Options {
  readonly bucket: string;
  /** A store of one's own (MinIO, Garage, Ceph), addressed as `endpoint/bucket/key`; null for Amazon's. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly keys: S3Keys;
  readonly patience?: Patience | undefined;
  /** The wait before the second attempt; doubled before each further one. */
  readonly firstWaitMillis?: number | undefined;
}

/** Outages of up to half a minute are waited for. */
const PATIENT: Patience = { attempts: 8, timeoutMillis: 60_000 };
const FIRST_WAIT_MILLIS = 250;
const LONGEST_WAIT_MILLIS = 8000;
const SHA256_HEADER = 'x-amz-meta-sha256';
const NOTHING = createHash('sha256').digest('hex');

interface Request {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

interface Answer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Headers;
}

/**
 * A bucket over the REST interface of S3, requests signed by version 4. Nothing is asked before the first call, and no
 * redirect is followed. The secret is in a private field: it is in no JSON and in nothing that Node prints.
 */
export class S3Bucket implements Bucket {
  readonly name: string;
  readonly #base: string;
  readonly #region: string;
  readonly #keys: S3Keys;
  readonly #patience: Patience;
  readonly #firstWaitMillis: number;
  /** Of derived keys: one a day. */
  readonly #derived = new Map<string, ArrayBuffer>();

  constructor({ bucket, endpoint, region, keys, patience, firstWaitMillis }: S3Options) {
    this.#base = baseOf(bucket, endpoint, region);
    this.#region = region;
    this.#keys = keys;
    this.#patience = patience ?? PATIENT;
    this.#firstWaitMillis = firstWaitMillis ?? FIRST_WAIT_MILLIS;
    this.name = `the bucket ${bucket} at ${new URL(this.#base).host}`;
  }

  async get(key: string, patience?: Patience): Promise<StoredObject | null> {
    const answer = await this.#ask({ method: 'GET', key }, patience);
    return answer && { bytes: answer.bytes, sha256: answer.headers.get(SHA256_HEADER) };
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#ask({ method: 'PUT', key, body: bytes });
  }

  async remove(key: string): Promise<void> {
    await this.#ask({ method: 'DELETE', key });
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    let after = '';
    for (;;) {
      const { objects, isLast } = await this.#page(prefix, after, 1000);
      yield* objects;
      after = objects.at(-1)?.key ?? '';
      if (isLast || after === '') return;
    }
  }

  async look(prefix: string, patience?: Patience): Promise<ListedObject | null> {
    return (await this.#page(prefix, '', 1, patience)).objects[0] ?? null;
  }

  async #page(prefix: string, after: string, most: number, patience?: Patience) {
    const query: Record<string, string> = { 'list-type': '2', 'max-keys': String(most) };
    if (prefix !== '') query.prefix = prefix;
    if (after !== '') query['start-after'] = after;
    const answer = await this.#ask({ method: 'GET', key: '', query }, patience);
    return listingOf(answer === null ? '' : Buffer.from(answer.bytes).toString('utf8'));
  }

  /** Null where there is no such object. Tries again what may go well in a moment. */
  async #ask(request: Request, patience = this.#patience): Promise<Answer | null> {
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt >= patience.attempts;
      try {
        const answer = await this.#askOnce(request, patience.timeoutMillis);
        if ('bytes' in answer) return answer;
        if (answer.code === 'NoSuchKey' && request.key !== '') return null;
        if (isLast || !isTransient(answer)) throw refused(this.name, answer);
      } catch (error) {
        if (!isNetworkFault(error)) throw error;
        if (isLast) throw unreachable(this.name, error);
      }
      // Full jitter, so that workers that failed together do not come back together.
      const most = Math.min(LONGEST_WAIT_MILLIS, this.#firstWaitMillis * 2 ** (attempt - 1));
      await pause(most * (0.5 + Math.random() / 2));
    }
  }

  async #askOnce({ method, key, query, body }: Request, timeoutMillis: number): Promise<Answer | Refusal> {
    const url = new URL(key === '' ? this.#base : `${this.#base}/${key}`);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const sha256 = body === undefined ? NOTHING : createHash('sha256').update(body).digest('hex');
    const signed = await new AwsV4Signer({
      method,
      url: url.href,
      headers: {
        // The store refuses bytes that are not these.
        'x-amz-content-sha256': sha256,
        ...(body && { 'content-type': 'image/jpeg', [SHA256_HEADER]: sha256 }),
      },
      accessKeyId: this.#keys.accessKeyId,
      secretAccessKey: this.#keys.secretAccessKey,
      ...(this.#keys.sessionToken && { sessionToken: this.#keys.sessionToken }),
      service: 's3',
      region: this.#region,
      cache: this.#derived,
    }).sign();
    const response = await fetch(signed.url, {
      method,
      headers: signed.headers,
      ...(body && { body: body as Uint8Array<ArrayBuffer> }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMillis),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (response.ok) return { bytes, headers: response.headers };
    const text = Buffer.from(bytes.subarray(0, 10_000)).toString('utf8');
    const region =
      response.headers.get('x-amz-bucket-region') ?? /<Region>([a-z0-9-]+)<\/Region>/.exec(text)?.[1];
    return {
      status: response.status,
      code: /<Code>([A-Za-z0-9]+)<\/Code>/.exec(text)?.[1] ?? '',
      region: region !== undefined && region !== this.#region ? region : null,
    };
  }
}

/** By Amazon's rules a bucket is a host of its own; names with dots or capitals fit no certificate, or no host. */
function baseOf(bucket: string, endpoint: string | null, region: string): string {
  if (endpoint !== null) return `${endpoint.replace(/\/+$/, '')}/${bucket}`;
  const host = `s3.${region}.amazonaws.com`;
  return /^[a-z0-9-]+$/.test(bucket) ? `https://${bucket}.${host}` : `https://${host}/${bucket}`;
}

/** What fetch throws for connections that fail, break off or take too long. */
const isNetworkFault = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError');

/** Keys of proxies have nothing in them that XML escapes; others are left as they are, and match no proxy. */
function listingOf(xml: string): { objects: ListedObject[]; isLast: boolean } {
  const objects = [...xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)].flatMap(([, entry = '']) => {
    const key = /<Key>([^<]*)<\/Key>/.exec(entry)?.[1];
    const size = /<Size>(\d+)<\/Size>/.exec(entry)?.[1];
    return key === undefined || size === undefined ? [] : [{ key, sizeBytes: Number(size) }];
  });
  return { objects, isLast: !/<IsTruncated>true<\/IsTruncated>/.test(xml) };
}
