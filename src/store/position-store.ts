/** Where photos with a position were taken, and when, a row each in no order; of what they share one string each. */
export interface PositionRows {
  readonly wallMillis: Float64Array;
  /** Degrees. */
  readonly latitude: Float64Array;
  readonly longitude: Float64Array;
  /** Make, model and serial number; photos of one camera have the same. */
  readonly camera: readonly string[];
  /** The window of their cluster. */
  readonly window: readonly string[];
}

export interface ClusterSpan {
  readonly windowId: string;
  /** Wall-clock milliseconds; null where no member has a time. */
  readonly startMillis: number | null;
  readonly endMillis: number | null;
}

/** Positions of the whole library, for telling where photos without one were taken. */
export interface PositionStore {
  /** Of present photos with a position, a resolved time and a cluster. */
  all(): Promise<PositionRows>;
  /** When each cluster was taken. */
  spans(): Promise<Map<string, ClusterSpan>>;
}
