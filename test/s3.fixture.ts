import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { filesBelow } from './e2e/small-library.ts';
import type { S3ProcessOrder } from './s3-process.fixture.ts';

/** What happens to one request instead of what should. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly code: string }
  /** The answer breaks off in the middle. */
  | { readonly kind: 'cut' }
  /** The answer is as long as it should be, and one byte of it is another. */
  | { readonly kind: 'damage' }
  /** The request does not arrive, nor is it answered. */
  | { readonly kind: 'swallow' };

export interface S3Server {
  readonly endpoint: string;
  readonly bucket: string;
  /** Keys that the server knows. */
  readonly keys: { readonly AWS_ACCESS_KEY_ID: string; readonly AWS_SECRET_ACCESS_KEY: string };
  /** `GET /bucket/key 200` of each request, in order. */
  readonly requests: string[];
  /** For the next requests of that method, one each. */
  readonly faults: { readonly method: string; readonly fault: Fault }[];
  /** Keys of the objects in the bucket. */
  objects(): string[];
  /** Where the server keeps an object. */
  fileOf(key: string): string;
  /** An object as another program puts it there: without a checksum of ours. */
  write(key: string, bytes: Uint8Array): void;
  close(): Promise<void>;
}

const KEYS = {
  AWS_ACCESS_KEY_ID: 'AKIDPHOTOTAGTEST0001',
  AWS_SECRET_ACCESS_KEY: 'tEsTsEcReT/of+photo/tag+0123456789abcdef',
};
const OBJECT = '._S3rver_object';

/**
 * An S3 server that checks signatures (s3rver), and before it a relay that counts requests and lets some go wrong. Requests
 * go through it unchanged, since their signature holds the host that was asked.
 * @param options without a relay, to measure
 */
export async function startS3({ relay: hasRelay = true } = {}): Promise<S3Server> {
  const directory = mkdtempSync(join(tmpdir(), 'photo-tag-s3-'));
  const bucket = 'proxies';
  mkdirSync(join(directory, bucket));
  const order: S3ProcessOrder = {
    ...{ directory, bucket },
    ...{ accessKeyId: KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY },
  };
  const behind = fork(join(import.meta.dirname, 's3-process.fixture.ts'), [JSON.stringify(order)], {
    // It makes the tokens of a listing that goes on with a cipher that OpenSSL 3 has put aside.
    execArgv: ['--openssl-legacy-provider', '--disable-warning=ExperimentalWarning'],
  });
  const [{ port }] = (await once(behind, 'message')) as [{ port: number }];
  const requests: string[] = [];
  const faults: S3Server['faults'] = [];
  const relay = createServer((from, to) => {
    const at = faults.findIndex(({ method }) => method === from.method);
    const fault = at < 0 ? null : faults.splice(at, 1)[0]!.fault;
    forward(from, to, port, fault, (status) => requests.push(`${from.method} ${from.url} ${status}`));
  });
  await new Promise<void>((done) => relay.listen(0, '127.0.0.1', done));
  const inBucket = join(directory, bucket);
  const fileOf = (key: string): string => join(inBucket, `${key}${OBJECT}`);
  return {
    endpoint: `http://127.0.0.1:${hasRelay ? (relay.address() as AddressInfo).port : port}`,
    bucket,
    keys: KEYS,
    requests,
    faults,
    objects: () =>
      filesBelow(inBucket)
        .filter((file) => file.endsWith(OBJECT))
        .map((file) => file.slice(inBucket.length + 1, -OBJECT.length)),
    fileOf,
    write(key, bytes) {
      mkdirSync(dirname(fileOf(key)), { recursive: true });
      writeFileSync(fileOf(key), bytes);
    },
    async close() {
      relay.closeAllConnections();
      await new Promise((done) => relay.close(done));
      behind.kill('SIGKILL');
      await once(behind, 'exit');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function forward(
  from: IncomingMessage,
  to: ServerResponse,
  port: number,
  fault: Fault | null,
  tell: (status: number | string) => void,
): void {
  if (fault?.kind === 'swallow') {
    from.resume();
    tell('swallowed');
    return;
  }
  if (fault?.kind === 'status') {
    from.resume();
    tell(fault.status);
    to.writeHead(fault.status, { 'content-type': 'application/xml' });
    to.end(`<?xml version="1.0"?><Error><Code>${fault.code}</Code><Message>no</Message></Error>`);
    return;
  }
  const onward = request(
    { host: '127.0.0.1', port, method: from.method, path: from.url, headers: from.headers },
    async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part as Buffer);
      const body = Buffer.concat(parts);
      tell(fault?.kind ?? answer.statusCode ?? 0);
      to.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'content-length': body.length });
      if (fault?.kind === 'damage') body[body.length >> 1]! ^= 0xff;
      if (fault?.kind !== 'cut') to.end(body);
      else to.write(body.subarray(0, body.length >> 1), () => to.destroy());
    },
  );
  onward.on('error', () => to.destroy());
  from.pipe(onward);
}
