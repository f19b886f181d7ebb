import type { Tensor } from '@tensorflow/tfjs-core';
import { loadPackagedGraph } from './packaged-graph.ts';
import { tensorEngine } from './tensor-engine.ts';
import { TRUNK_SIDE_PX } from './trunk-picture.ts';

/** The backbone's last feature map: 16×16 cells of 32 px, 720 channels, hard-swish activations (−0.375 and up). */
export const FEATURE_CELLS = 16;
export const FEATURE_CHANNELS = 720;
/** CenterNet's heat map: 128×128 cells of 4 px. */
export const OBJECT_CLASSES = 80;
/** CenterNet's answer: the best 100 points, each x1, y1, x2, y2 in pixels of the square, score, class. */
export const DETECTION_ROW = 6;

const NODES = [
  'tower_0/MobilenetV3/expanded_conv_14/depthwise/hard_swish/mul_1',
  'tower_0/keypoints',
  'tower_0/detections',
];

/** What one pass of the network over one picture gives. */
export interface TrunkPass {
  /** 16×16×720, row by row. */
  readonly features: Float32Array;
  /** Highest heat of each of the 80 classes anywhere in the picture, 0 to 1. */
  readonly bestScores: Float32Array;
  /** 100×6, by falling score. */
  readonly detections: Float32Array;
}

export interface Trunk {
  /** @param pixels 512×512×3, RGB, 0 to 255. */
  run(pixels: Float32Array): TrunkPass;
  dispose(): void;
}

/**
 * CenterNet with a MobileNetV3 backbone (github.com/610265158/mobilenetv3_centernet; X. Zhou, D. Wang,
 * P. Krähenbühl: Objects as Points, 2019), as it comes in @vladmandic/human. One pass gives both the
 * backbone's features and the objects. Works in any thread; one per thread is enough.
 * @throws PhotoTagError MODEL_MISSING, TOOL_FAILED
 */
export async function loadTrunk(): Promise<Trunk> {
  const engine = await tensorEngine();
  const model = await loadPackagedGraph('centernet');

  const run = (pixels: Float32Array): TrunkPass => {
    const input = engine.tensor4d(pixels, [1, TRUNK_SIDE_PX, TRUNK_SIDE_PX, 3]);
    const outputs = model.execute(input, NODES) as Tensor[];
    const [features, heat, detections] = outputs.map((tensor) => tensor.dataSync() as Float32Array);
    engine.dispose([input, ...outputs]);
    return { features: features!, bestScores: highestOfEachClass(heat!), detections: detections! };
  };
  return { run, dispose: () => model.dispose() };
}

function highestOfEachClass(heat: Float32Array): Float32Array {
  const highest = new Float32Array(OBJECT_CLASSES);
  for (let i = 0; i < heat.length; i += OBJECT_CLASSES) {
    for (let c = 0; c < OBJECT_CLASSES; c++) {
      if (heat[i + c]! > highest[c]!) highest[c] = heat[i + c]!;
    }
  }
  return highest;
}
