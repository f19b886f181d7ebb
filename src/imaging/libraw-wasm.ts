import { Worker } from 'node:worker_threads';
import { PhotoTagError } from '../domain/errors.ts';
import type { DecodedRaw, RawDecodeOptions, RawDecoder } from './raw-decoder.ts';

export interface LibrawWasmTask {
  readonly path: string;
  readonly minimumPx: number;
}

export type LibrawWasmAnswer =
  | { readonly decoded: DecodedRaw }
  /** That file cannot be decoded. */
  | { readonly error: string }
  /** No file can be: the package is not there or does not start. */
  | { readonly missing: string };

/**
 * LibRaw as WebAssembly, in a worker thread of its own for each file: it takes 0.1 s to start beside a decode of
 * half a second and more, and in return the memory of a decode (it never shrinks) is given back, a decoder that
 * crashed harms no other file, and one that hangs can be ended.
 */
export const librawWasm: RawDecoder = (path, options) =>
  new Promise((resolve, reject) => {
    const task: LibrawWasmTask = { path, minimumPx: options.minimumPx };
    const worker = new Worker(new URL('./libraw-wasm-worker.ts', import.meta.url), { workerData: task });
    const timer = setTimeout(() => finish(() => reject(tooSlow(options))), options.timeoutMillis);
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      worker.removeAllListeners();
      // After termination a worker still reports that it was ended; nobody waits for that.
      worker.on('error', () => undefined);
      void worker.terminate().then(settle, settle);
    };
    worker.on('message', (answer: LibrawWasmAnswer) =>
      finish(() => {
        if ('decoded' in answer) resolve(answer.decoded);
        else reject('missing' in answer ? missing(answer.missing) : new Error(answer.error));
      }),
    );
    worker.on('error', (cause) =>
      finish(() => reject(new Error(`LibRaw broke down on this RAW file: ${cause}`, { cause }))),
    );
    worker.on('exit', (code) =>
      finish(() => reject(new Error(`LibRaw ended without an answer (status ${code}).`))),
    );
  });

function tooSlow({ timeoutMillis }: RawDecodeOptions): Error {
  return new Error(`LibRaw did not finish within ${timeoutMillis / 1000} s.`);
}

function missing(cause: string): PhotoTagError {
  return new PhotoTagError('TOOL_MISSING', `The RAW decoder libraw-wasm does not start: ${cause}`, {
    remedy: 'Run `npm ci` again, or install LibRaw (Debian: apt-get install libraw-bin).',
    cause,
  });
}
