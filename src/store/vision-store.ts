import type { MemberCheck, PeopleTally } from '../algorithms/cloud-policy.ts';
import type { Sha1 } from '../domain/photo.ts';
import type {
  EgressEnd,
  EgressEntry,
  EgressRow,
  PictureSize,
  VisionAnswer,
  VisionKey,
  VisionResult,
  VisionRun,
} from '../domain/vision.ts';

/** A cluster as the vision service would see it: by its medoid. */
export interface VisionCandidate {
  readonly clusterId: string;
  readonly medoid: Sha1;
  readonly tally: PeopleTally;
  /** Of the medoid; null where it has no proxy. */
  readonly proxyDigest: string | null;
  readonly size: PictureSize | null;
  /** How many right tags the local models expect it to have: the sum of their probabilities, a half where none is known. */
  readonly expectedTags: number;
}

/** What of a cluster the gate needs to know, read at one moment. */
export interface CloudCluster {
  readonly medoid: Sha1;
  readonly proxyDigest: string | null;
  readonly members: readonly MemberCheck[];
}

/**
 * What went to the vision service, what it cost, and what it said. A call is announced before its bytes leave and
 * settled with its answer, so that none goes unreported and no answer is paid for twice.
 */
export interface VisionSpending {
  readonly model: string;
  readonly state: string;
  readonly calls: number;
  /** What counts as spent: what is settled, and in full what is announced. Billionths of a dollar. */
  readonly nanoUsd: number;
}

export interface VisionStore {
  /**
   * All clusters.
   * @param peopleBase the people stage's configuration of today; null where nobody could look now: nothing counts as checked
   */
  candidates(peopleBase: string | null): Promise<VisionCandidate[]>;
  cluster(id: string, peopleBase: string | null): Promise<CloudCluster | null>;
  startRun(run: Omit<VisionRun, 'id'>): Promise<VisionRun>;
  /** The last run, where it did not come to its end: it was killed, or stopped. */
  openRun(): Promise<VisionRun | null>;
  endRun(id: number, at: string): Promise<void>;
  /** What counts as spent in a run: what is settled, and in full what is announced. Billionths of a dollar. */
  spentNanoUsd(runId: number): Promise<number>;
  /** Of all runs, by model and state; in order of both. */
  spending(): Promise<VisionSpending[]>;
  announce(entry: EgressEntry): Promise<number>;
  settle(id: number, end: EgressEnd): Promise<void>;
  /** Announced by a run that ended before it could say what became of them: nobody will ever know. */
  settleLeftOver(at: string): Promise<EgressRow[]>;
  /** Oldest first: what comes after that id, at most `limit`. */
  egress(page: { readonly after: number; readonly limit: number }): Promise<EgressRow[]>;
  /** The newest, oldest first. */
  lastEgress(limit: number): Promise<EgressRow[]>;
  /** Photos whose picture may have been paid for and got no answer, under that question. */
  unknown(question: Pick<VisionKey, 'model' | 'promptId'>): Promise<Set<Sha1>>;
  answerTo(key: VisionKey): Promise<VisionAnswer | null>;
  putAnswer(key: VisionKey, answer: VisionAnswer): Promise<void>;
  putResult(result: VisionResult): Promise<void>;
  resultsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, VisionResult>>;
}
