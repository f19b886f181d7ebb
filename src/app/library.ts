import type { Settings } from '../config/load.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { Thumbnail } from '../domain/proxy.ts';
import type { StageName } from '../domain/stage-name.ts';
import type { VisionConsent } from '../domain/vision.ts';
import type { ProxyMaker } from '../imaging/proxy-maker.ts';
import type { SidecarWriter } from '../metadata/sidecar-writer.ts';
import type { Embedder } from '../models/embedder.ts';
import type { ProxyFiles } from '../proxies/proxy-files.ts';
import type { Queue } from '../queue/queue.ts';
import type { AnyStage } from '../stages/stage.ts';
import type { CloudTools } from '../stages/vision/tools.ts';
import type { Reading, Store } from '../store/store.ts';
import type { VectorIndex } from '../vectors/vector-index.ts';

export type Unsubscribe = () => void;

/** An open library: what every use case works on. */
export interface Library {
  readonly settings: Settings;
  readonly store: Store;
  /** The same for questions that go through the whole library; they see what was committed before. */
  readonly reading: Reading;
  /** Of a server, which answers others meanwhile: `reading` no longer keeps this thread busy. */
  readBeside(): void;
  /** Whose vectors are current. Throws MODEL_MISSING where the configured model is not on the disk. */
  readonly embedderId: string;
  /**
   * Heavy tools start with the first item that needs them, never before.
   * @param consent the user's yes to a run of the vision service; without, that stage has nothing to do
   * @param roots folders to scan in the place of the configured ones
   * @throws PhotoTagError MODEL_MISSING for a stage whose model is not on the disk
   */
  stageOf(name: StageName, consent?: VisionConsent | null, roots?: readonly string[]): AnyStage;
  /** Whether several processes may work on it at the same time. */
  readonly isShared: boolean;
  /** The jobs of its workers; opened once. */
  queue(): Promise<Queue>;
  /** What it takes to ask the vision service; nothing is asked by having it. */
  readonly cloud: CloudTools;
  /** A small copy of a photo's proxy; null where there is none. */
  thumbnail(sha1: Sha1, longEdgePx: number): Promise<Thumbnail | null>;
  /** Where its proxies are; nothing is fetched by having it. */
  readonly proxies: ProxyFiles;
  /** A small JPEG of a photo's proxy; null where there is none, or it cannot be read. */
  smallPicture(sha1: Sha1, longEdgePx: number): Promise<Uint8Array | null>;
  /** The model that made vectors of that id; null where it cannot be asked any more. */
  embedderOf(model: string): Promise<Embedder | null>;
  /** The vectors of a model, for looking for the nearest; one and the same at each call. */
  vectorIndex(model: string): VectorIndex;
  proxyMaker(): Promise<ProxyMaker>;
  sidecarWriter(): Promise<SidecarWriter>;
  /** Hears what the user should know while tools work: another device, smaller batches. */
  onNotice(hear: (notice: string) => void): Unsubscribe;
  close(): Promise<void>;
}
