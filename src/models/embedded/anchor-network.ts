import type { Tensor } from '@tensorflow/tfjs-core';
import { clipToPicture } from '../../algorithms/non-maximum-suppression.ts';
import type { Box } from '../../domain/detection.ts';
import { loadPackagedGraph } from './packaged-graph.ts';
import { type Letterbox, letterbox, type Picture } from './picture.ts';
import { tensorEngine } from './tensor-engine.ts';

export interface AnchorNetworkOptions {
  /** Side of the square that the network sees. */
  readonly inputPx: number;
  /** Names of the outputs: what the network says of each of its anchors. */
  readonly outputs: readonly string[];
  /** Where the pixels go in, for a graph whose first nodes are left out. */
  readonly inputNode?: string;
}

/** What the anchors of a network say of one picture, and the way from its square back into the picture. */
export interface AnchorAnswers {
  /** One array an output, in the order of the options. */
  readonly values: readonly Float32Array[];
  readonly toPicture: Letterbox['toPicture'];
  /**
   * The box between two corners, in shares of the square.
   * @returns null where nothing of it lies in the picture.
   */
  readonly boxInPicture: (left: number, top: number, right: number, bottom: number) => Box | null;
}

export type AskAnchors = (picture: Picture) => Promise<AnchorAnswers>;

/**
 * A single-shot detector (Liu et al. 2016, arXiv:1512.02325): a network that looks once at the whole picture, inside a
 * square with values from −1 to 1, and answers with a score and a box for every one of its anchors.
 * @throws PhotoTagError MODEL_MISSING.
 */
export async function loadAnchorNetwork(name: string, options: AnchorNetworkOptions): Promise<AskAnchors> {
  const engine = await tensorEngine();
  const graph = await loadPackagedGraph(name);
  const { inputPx, outputs, inputNode = graph.inputs[0]!.name } = options;
  return async (picture) => {
    const { rgb, toPicture } = await letterbox(picture, inputPx);
    const pixels = Float32Array.from(rgb, (value) => value / 127.5 - 1);
    const input = engine.tensor4d(pixels, [1, inputPx, inputPx, 3]);
    const answers = graph.execute({ [inputNode]: input }, [...outputs]) as Tensor[];
    const values = answers.map((answer) => answer.dataSync() as Float32Array);
    engine.dispose([input, ...answers]);
    return {
      values,
      toPicture,
      boxInPicture: (left, top, right, bottom) => {
        const [x, y] = toPicture(left, top);
        const [endX, endY] = toPicture(right, bottom);
        return clipToPicture({ x, y, width: endX - x, height: endY - y });
      },
    };
  };
}
