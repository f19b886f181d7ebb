import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

/** What the process that serves is told, as JSON in its argument. */
export interface S3ProcessOrder {
  readonly directory: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

interface S3rver {
  run(): Promise<AddressInfo>;
}
const load = createRequire(import.meta.url);
const S3rverClass = load('@20minutes/s3rver') as new (options: object) => S3rver;
const { DUMMY_ACCOUNT } = load('@20minutes/s3rver/lib/models/account.js') as {
  DUMMY_ACCOUNT: { createKeyPair(id: string, secret: string): void };
};

const { directory, bucket, accessKeyId, secretAccessKey } = JSON.parse(process.argv[2]!) as S3ProcessOrder;
DUMMY_ACCOUNT.createKeyPair(accessKeyId, secretAccessKey);
const { port } = await new S3rverClass({
  ...{ address: '127.0.0.1', port: 0, silent: true, directory, vhostBuckets: false },
  configureBuckets: [{ name: bucket }],
}).run();
process.send!({ port });
process.on('disconnect', () => process.exit());
