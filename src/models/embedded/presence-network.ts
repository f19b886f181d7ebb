import type { Tensor } from '@tensorflow/tfjs-core';
import type { Box } from '../../domain/detection.ts';
import { loadPackagedGraph } from './packaged-graph.ts';
import { cropSquare, type Picture } from './picture.ts';
import { tensorEngine } from './tensor-engine.ts';

/** @returns 0 to 1: how sure the network is that the box holds what it knows. */
export type ScorePresence = (picture: Picture, box: Box) => number;

/**
 * A second opinion on a detector's box: MediaPipe's landmark networks, for faces and for hands, also say whether
 * there is a face or a hand at all.
 * @param options inputPx: side of the square that the network sees; margin: side of that square in long sides of the box.
 * @throws PhotoTagError MODEL_MISSING.
 */
export async function loadPresenceNetwork(
  name: string,
  { inputPx, margin }: { readonly inputPx: number; readonly margin: number },
): Promise<ScorePresence> {
  const engine = await tensorEngine();
  const graph = await loadPackagedGraph(name);
  return (picture, box) => {
    const sidePx = margin * Math.max(box.width * picture.widthPx, box.height * picture.heightPx);
    const x = (box.x + box.width / 2) * picture.widthPx;
    const y = (box.y + box.height / 2) * picture.heightPx;
    const crop = cropSquare(picture, x, y, sidePx, inputPx);
    const input = engine.tensor4d(crop, [1, inputPx, inputPx, 3]);
    const output = graph.execute(input, 'Identity_1') as Tensor;
    const score = output.dataSync()[0]!;
    engine.dispose([input, output]);
    return score;
  };
}
