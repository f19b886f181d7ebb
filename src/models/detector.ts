import type { DetectedObject, Detections } from '../domain/detection.ts';

export interface DetectorInput {
  /** Proxy, as a path. */
  readonly jpeg: string;
  /** Objects already seen by the embedder's pass over the same proxy, if any: they need not be looked for again. */
  readonly objects?: readonly DetectedObject[] | undefined;
}

/** Finds people, faces, hands and everyday objects on proxies. */
export interface Detector {
  /** Name and version of models and thresholds: a change makes detections due again. */
  readonly id: string;
  /** One result or one Error per input, in order. An Error is that picture's; a broken model throws. */
  detect(inputs: readonly DetectorInput[]): Promise<(Detections | Error)[]>;
  close(): Promise<void>;
}
