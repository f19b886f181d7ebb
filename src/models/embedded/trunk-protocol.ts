import type { DetectedObject } from '../../domain/detection.ts';
import type { ErrorCode } from '../../domain/errors.ts';

/** To a worker: one proxy. */
export interface TrunkRequest {
  readonly jpeg: string;
}

/** From a worker: what became of its proxy, or why the worker cannot work at all. */
export type TrunkReply =
  | { readonly kind: 'embedded'; readonly vector: Float32Array; readonly objects: DetectedObject[] }
  | { readonly kind: 'unreadable'; readonly message: string }
  | { readonly kind: 'broken'; readonly code: ErrorCode; readonly message: string; readonly remedy: string };
