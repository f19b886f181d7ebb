import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Precision } from '../../domain/model.ts';

/** `embeddings.device`. */
export type Device = 'auto' | 'cpu' | 'cuda';

/** `embeddings.precision`. */
export type PrecisionChoice = 'auto' | Precision;

export type Provider = 'cuda' | 'cpu';

/** The library by which onnxruntime reaches a GPU; its own install script fetches it. */
const CUDA_LIBRARIES = ['libonnxruntime_providers_cuda.so', 'onnxruntime_providers_cuda.dll'];

export const CUDA_REMEDY =
  'Check that `nvidia-smi` lists the GPU, and fetch the CUDA part of onnxruntime: ' +
  '`node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install` (it needs the driver, CUDA and ' +
  'cuDNN), or use the GPU image. Or set embeddings.device to auto or cpu.';

/** Is the part of onnxruntime there that a GPU needs? It may still not work: the driver decides when it is opened. */
export function hasCudaLibrary(): boolean {
  let main: string;
  try {
    main = createRequire(import.meta.url).resolve('onnxruntime-node');
  } catch {
    return false;
  }
  const bin = join(dirname(main), '..', 'bin');
  if (!existsSync(bin)) return false;
  return readdirSync(bin).some((version) =>
    CUDA_LIBRARIES.some((name) => existsSync(join(bin, version, process.platform, process.arch, name))),
  );
}

/**
 * Where to run at first. What is not plainly impossible is tried.
 * @param hasCuda see {@link hasCudaLibrary}
 */
export function firstProvider(device: Device, hasCuda: boolean): Provider {
  if (device === 'auto') return hasCuda ? 'cuda' : 'cpu';
  return device;
}

/**
 * Which weights are taken, the best first. On a GPU half precision takes half the memory and time at the same vectors
 * to three digits; on a CPU int8 is two to three times as fast, and half precision slower than single.
 * @param own what the catalogue prefers for the model, where that is not the usual
 */
export function precisionsFor(
  choice: PrecisionChoice,
  provider: Provider,
  own?: Precision | undefined,
): readonly Precision[] {
  if (choice !== 'auto') return [choice];
  const usual: readonly Precision[] =
    provider === 'cuda' ? ['fp16', 'fp32', 'int8'] : ['int8', 'fp32', 'fp16'];
  return own === undefined ? usual : [own, ...usual.filter((precision) => precision !== own)];
}
