import type { Provider } from './device.ts';

/** How a worker opens its network. The same in every task: the first opens it. */
export interface NetworkSetup {
  readonly path: string;
  readonly provider: Provider;
  readonly threads: number;
  readonly sizePx: number;
  readonly dimensions: number;
}

/** Opens the network with no `pictures`, else runs them through it. */
export interface NetworkTask {
  readonly setup: NetworkSetup;
  /** Each 3 × size × size. */
  readonly pictures: readonly Float32Array<ArrayBuffer>[];
}

export type NetworkAnswer =
  /** Pictures that the network takes at once, and no other number; null: any. */
  | { readonly kind: 'open'; readonly fixedBatch: number | null }
  /** The provider does not work on this machine. */
  | { readonly kind: 'unavailable'; readonly why: string }
  /** One vector a picture, as they come out: not of unit length. */
  | { readonly kind: 'vectors'; readonly vectors: readonly Float32Array<ArrayBuffer>[] }
  | { readonly kind: 'out-of-memory'; readonly why: string };

/** The boundary to what computes: tests put a device with little memory here. */
export interface NetworkHost {
  /** Passes at work at the same time. */
  readonly passes: number;
  run(task: NetworkTask): Promise<NetworkAnswer>;
  close(): Promise<void>;
}
