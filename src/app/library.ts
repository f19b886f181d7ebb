import type { Settings } from '../config/load.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { Thumbnail } from '../domain/proxy.ts';
import type { StageName } from '../domain/stage-name.ts';
import type { SidecarWriter } from '../metadata/sidecar-writer.ts';
import type { AnyStage } from '../stages/stage.ts';
import type { Store } from '../store/store.ts';

/** An open library: what every use case works on. */
export interface Library {
  readonly settings: Settings;
  readonly store: Store;
  /** Whose vectors are current. */
  readonly embedderId: string;
  /** Heavy tools start with the first item that needs them, never before. */
  stageOf(name: StageName): AnyStage;
  /** A small copy of a photo's proxy; null where there is none. */
  thumbnail(sha1: Sha1, longEdgePx: number): Promise<Thumbnail | null>;
  sidecarWriter(): Promise<SidecarWriter>;
  close(): Promise<void>;
}
