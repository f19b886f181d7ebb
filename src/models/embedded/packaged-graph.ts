import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { io } from '@tensorflow/tfjs-core';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import { packagedModelsFolder, requirePackage, tensorEngine } from './tensor-engine.ts';

/**
 * One of the models inside the package `@vladmandic/human`, read from its folder and ready to run. The library
 * around those models is not used: it keeps results from one picture to the next (made for video), prints, and
 * needs a browser's `fetch` for files; the graphs alone run on WebAssembly with no kernel missing.
 * @param name file name without extension: `blazeface`.
 * @throws PhotoTagError MODEL_MISSING where the file is not there or not readable.
 */
export async function loadPackagedGraph(name: string): Promise<GraphModel> {
  await tensorEngine();
  const { loadGraphModel } = requirePackage<typeof import('@tensorflow/tfjs-converter')>(
    '@tensorflow/tfjs-converter',
  );
  const file = join(packagedModelsFolder(), `${name}.json`);
  try {
    const graph = JSON.parse(await readFile(file, 'utf8')) as io.ModelJSON;
    const weights = graph.weightsManifest.flatMap((group) => group.weights);
    const parts = graph.weightsManifest.flatMap((group) => group.paths);
    const buffers = await Promise.all(parts.map((part) => readFile(join(packagedModelsFolder(), part))));
    const bytes = new Uint8Array(Buffer.concat(buffers));
    return await loadGraphModel({
      load: async () => ({
        modelTopology: graph.modelTopology,
        weightSpecs: weights,
        weightData: bytes.buffer,
      }),
    });
  } catch (cause) {
    throw new PhotoTagError('MODEL_MISSING', `The model ${name} cannot be read: ${messageOf(cause)}`, {
      remedy: 'Run `npm ci` in the folder of photo-tag: the model is part of the package @vladmandic/human.',
      file,
      cause,
    });
  }
}
