import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';

export type TensorEngine = typeof import('@tensorflow/tfjs-core');

const require = createRequire(import.meta.url);
let started: Promise<TensorEngine> | undefined;

/**
 * TensorFlow.js on its WebAssembly backend with SIMD, one thread: a worker thread of ours is the unit of
 * parallelism. Started once per thread, because the library keeps one engine per thread. All models of
 * the package are run by it.
 * @throws PhotoTagError MODEL_MISSING where a package is not installed, TOOL_FAILED where WebAssembly does not start.
 */
export function tensorEngine(): Promise<TensorEngine> {
  started ??= start();
  return started;
}

async function start(): Promise<TensorEngine> {
  const core = requirePackage<TensorEngine>('@tensorflow/tfjs-core');
  const wasm = requirePackage<typeof import('@tensorflow/tfjs-backend-wasm')>(
    '@tensorflow/tfjs-backend-wasm',
  );
  wasm.setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), sep));
  try {
    if (!(await core.setBackend('wasm'))) throw new Error('the backend did not come up');
    await core.ready();
  } catch (cause) {
    throw new PhotoTagError(
      'TOOL_FAILED',
      `TensorFlow.js on WebAssembly does not start: ${messageOf(cause)}`,
      {
        remedy: 'Run `npm ci` again; the packages need a processor with SIMD (any of the last ten years).',
        cause,
      },
    );
  }
  return core;
}

/** A CommonJS package, loaded on first use so that commands without a model start fast. */
export function requirePackage<Module>(name: string): Module {
  try {
    return require(name) as Module;
  } catch (cause) {
    throw missingPackage(name, cause);
  }
}

/** Where the models lie that `@vladmandic/human` brings along. */
export function packagedModelsFolder(): string {
  const name = '@vladmandic/human';
  try {
    return join(dirname(require.resolve(name)), '..', 'models');
  } catch (cause) {
    throw missingPackage(name, cause);
  }
}

function missingPackage(name: string, cause: unknown): PhotoTagError {
  return new PhotoTagError('MODEL_MISSING', `The package ${name} cannot be loaded: ${messageOf(cause)}`, {
    remedy: 'Run `npm ci` in the folder of photo-tag.',
    cause,
  });
}
