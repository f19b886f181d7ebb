import { parentPort } from 'node:worker_threads';
import { messageOf } from '../domain/errors.ts';
import { hashFile, READ_BYTES } from './hash-file.ts';
import type { HashAnswer, HashRequest } from './hash-files.ts';

/** A worker thread of hash-files.ts: some paths in, one hash or reason for each out. */
const buffer = Buffer.allocUnsafeSlow(READ_BYTES);

parentPort!.on('message', ({ paths }: HashRequest) => {
  const answer: HashAnswer = {
    hashes: paths.map((path) => {
      try {
        return hashFile(path, buffer);
      } catch (error) {
        return { reason: messageOf(error) };
      }
    }),
  };
  parentPort!.postMessage(answer);
});
