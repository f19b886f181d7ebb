import type { Detections } from '../../domain/detection.ts';
import { WorkerPool } from '../../threads/worker-pool.ts';
import type { Detector, DetectorInput } from '../detector.ts';
import { MODEL_HEAP } from '../embedded/model-heap.ts';
import type { DetectorNetworks } from './picture-detector.ts';

/** Raised when detections of the same picture change with the same networks: other thresholds or formulas. */
const VERSION = 1;
const DEFAULT_WORKERS = 2;

export interface OnnxDetectorOptions extends DetectorNetworks {
  readonly workers?: number | undefined;
}

/**
 * A detector with networks of the catalogue. Each worker thread decodes, prepares and runs its own sessions with one
 * thread a pass: while one waits for a file, the other computes, and no pixels are copied between threads.
 */
export function createOnnxDetector({ objects, faces, workers }: OnnxDetectorOptions): Detector {
  const networks: DetectorNetworks = { objects, faces };
  const pool = new WorkerPool<DetectorInput, Detections | Error>(
    'people detector',
    new URL('./detector-worker.ts', import.meta.url),
    workers ?? DEFAULT_WORKERS,
    { heap: MODEL_HEAP, workerData: networks },
  );
  return {
    id: `onnx/${objects?.label ?? 'embedded objects'}+${faces?.label ?? 'embedded faces'}/${VERSION}`,
    detect: (inputs) => Promise.all(inputs.map((input) => pool.run(input))),
    close: () => pool.close(),
  };
}
