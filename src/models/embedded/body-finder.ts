import type { Tensor } from '@tensorflow/tfjs-core';
import type { BodyPoint } from '../../algorithms/body-pose.ts';
import { loadPackagedGraph } from './packaged-graph.ts';
import { letterbox, type Picture } from './picture.ts';
import { tensorEngine } from './tensor-engine.ts';

/** 17 points of the most prominent body, in COCO's order. */
export type FindBody = (picture: Picture) => Promise<BodyPoint[]>;

const INPUT_PX = 192;

/**
 * One body by MoveNet Lightning (Votel and Li, TensorFlow blog, May 2021). Trained on fitness, yoga and dance, it
 * knows postures that an object detector does not take for a person, and needs no face.
 */
export async function loadBodyFinder(): Promise<FindBody> {
  const engine = await tensorEngine();
  const model = await loadPackagedGraph('movenet-lightning');
  return async (picture) => {
    const square = await letterbox(picture, INPUT_PX);
    const input = engine.tensor4d(Int32Array.from(square.rgb), [1, INPUT_PX, INPUT_PX, 3], 'int32');
    const output = model.execute(input) as Tensor;
    const values = output.dataSync();
    engine.dispose([input, output]);
    return Array.from({ length: values.length / 3 }, (_, i) => {
      const [x, y] = square.toPicture(values[i * 3 + 1]!, values[i * 3]!);
      return { x, y, score: values[i * 3 + 2]! };
    });
  };
}
