import type { StageName } from '../../domain/stage-name.ts';
import { STAGE_NAMES } from '../../stages/index.ts';

/** Where a stage has its place when many workers run the pipeline. */
export interface StagePlace {
  /** Stages that must be complete before it begins: it looks at the whole library, or at whole windows of it. */
  readonly after: readonly StageName[];
  /** Its photos are handed on by this stage as soon as they are saved there. */
  readonly behind?: StageName;
  /** Each item is a photo that may fail by itself; elsewhere a failure is one of the stage. */
  readonly isPerPhoto?: true;
  /** One worker does all of it: its items share what was found out about the whole library, or one purse. */
  readonly isWhole?: true;
  /**
   * Items in a job. A job is what is lost when a worker dies, and what is put into one transaction: some seconds of
   * work, so that its overhead of some milliseconds counts for nothing.
   */
  readonly jobSize: number;
}

/** Stages that are not in a run count as complete. */
export const PLACES: Readonly<Record<StageName, StagePlace>> = {
  scan: { after: [], isWhole: true, jobSize: 64 },
  metadata: { after: [], behind: 'scan', isPerPhoto: true, jobSize: 256 },
  // Clocks are studied over the whole library.
  dates: { after: ['scan', 'metadata'], isWhole: true, jobSize: 64 },
  proxies: { after: [], behind: 'scan', isPerPhoto: true, jobSize: 64 },
  embeddings: { after: [], behind: 'proxies', isPerPhoto: true, jobSize: 64 },
  // Windows are cut by the dates of all photos, and a window needs all its vectors.
  clusters: { after: ['scan', 'metadata', 'dates', 'proxies', 'embeddings'], jobSize: 16 },
  // Behind the embedder, because it takes over what that saw.
  people: { after: [], behind: 'embeddings', isPerPhoto: true, jobSize: 64 },
  captions: { after: ['clusters'], isPerPhoto: true, jobSize: 8 },
  // Label models are made of the whole library, once, before the first cluster is tagged.
  'ck-tags': { after: ['clusters', 'people', 'captions'], jobSize: 64 },
  // One purse: its budget is never spent twice.
  vision: { after: ['clusters', 'people', 'ck-tags'], isWhole: true, jobSize: 1 },
  'ai-tags': { after: ['clusters', 'people', 'captions', 'ck-tags', 'vision'], jobSize: 64 },
};

/** The stage of a run that hands photos to this one; undefined where none of them does. */
export function handedOnBy(stage: StageName, stages: ReadonlySet<StageName>): StageName | undefined {
  let before = PLACES[stage].behind;
  while (before !== undefined && !stages.has(before)) before = PLACES[before].behind;
  return before;
}

/** The stages of a run that take the photos of this one, in the order of the pipeline. */
export const handsOnTo = (stage: StageName, stages: ReadonlySet<StageName>): StageName[] =>
  STAGE_NAMES.filter((other) => stages.has(other) && handedOnBy(other, stages) === stage);
