import type { Detections } from '../../domain/detection.ts';
import { WorkerPool } from '../../threads/worker-pool.ts';
import type { Detector, DetectorInput } from '../detector.ts';
import { MODEL_HEAP } from './model-heap.ts';

/**
 * Changes whenever detections of the same picture change: other models, thresholds or formulas. The models are
 * those of @vladmandic/human 3.3 (package-lock.json holds the version).
 */
export const EMBEDDED_DETECTOR_ID = 'embedded/blazeface-mesh-handtrack-movenet-centernet/1';

/** Threads that each hold all models once. */
const DEFAULT_WORKERS = 2;

export interface EmbeddedDetectorOptions {
  readonly workers?: number | undefined;
}

/** The detector that needs no download: models out of the npm install, on WebAssembly, in worker threads. */
export function createEmbeddedDetector(options: EmbeddedDetectorOptions = {}): Detector {
  const pool = new WorkerPool<DetectorInput, Detections | Error>(
    'people detector',
    new URL('./detector-worker.ts', import.meta.url),
    options.workers ?? DEFAULT_WORKERS,
    { heap: MODEL_HEAP },
  );
  return {
    id: EMBEDDED_DETECTOR_ID,
    detect: (inputs) => Promise.all(inputs.map((input) => pool.run(input))),
    close: () => pool.close(),
  };
}
