import type { StageName } from '../domain/stage-name.ts';

/** A stage as people see it. */
export interface StageTitle {
  readonly name: StageName;
  /** What it does, for the help and the progress. */
  readonly title: string;
}

/**
 * The pipeline, in order. This list is the only place where the order is written: CLI, server, page, docs and
 * workers take it from here.
 *
 * scan → metadata → dates → proxies → embeddings → clusters → people → captions → ck-tags → vision → ai-tags → (review) → write
 */
export const PIPELINE: readonly StageTitle[] = [
  { name: 'scan', title: 'find files and name each photo by the SHA-1 of its bytes' },
  { name: 'metadata', title: 'read what cameras and programs wrote into files and sidecars' },
  { name: 'dates', title: 'find when each photo was taken, how sure that is, and why' },
  { name: 'proxies', title: 'make small upright copies and measure their pixels' },
  { name: 'embeddings', title: 'turn every proxy into a vector' },
  { name: 'clusters', title: 'group photos near in time and alike in looks' },
  { name: 'people', title: 'look for persons, faces and hands' },
  { name: 'captions', title: 'describe the medoid of every cluster in words, on this machine' },
  { name: 'ck-tags', title: 'propose controlled tags' },
  { name: 'vision', title: 'ask a vision service about medoids; only where you say so' },
  { name: 'ai-tags', title: 'propose freeform tags' },
];

export const STAGE_NAMES: readonly StageName[] = PIPELINE.map((stage) => stage.name);
