import { type FrameStatistics, frameQuality } from './frame-quality.ts';

/** A photo as the search for near-duplicates sees it. */
export interface Frame extends FrameStatistics {
  /** 64 bits, 16 hex digits. */
  readonly perceptualHash: string;
  /** Wall clock; null where it is not known. */
  readonly wallMillis: number | null;
}

export interface FramePlace {
  /** Counts the bursts of the cluster from 0, by first frame; null for a frame that is like no other. */
  readonly burst: number | null;
  /** The suggested frame of its burst. True for a frame that is like no other. */
  readonly isBest: boolean;
}

/** What near-identical means. docs/clustering.md shows the measurements. */
export const NEAR_DUPLICATE = {
  /**
   * Bits of 64. Two frames of a hand-held burst differ by 2 to 12 (5 % to 95 %), two different photos by 26 to 38;
   * of 178,200 pairs of different photos 2 are as near as 14.
   */
  hashBits: 14,
  /** Share of the clustering's cosine threshold, which is where two photos look alike at all. */
  thresholdShare: 1 / 2,
  /**
   * Pictures that are farther apart in time are two takes: with low-key portraits neither hash nor vector sees a
   * turned head. Long enough for a bracket of 30 s exposures with their dark frames.
   */
  apartMillis: 5 * 60_000,
} as const;

/** Frames of a burst that are tried as its best; the first is nearly always near-identical to all others. */
const MOST_TRIED = 8;

/**
 * Groups near-identical frames of one cluster, and names the best of each group.
 *
 * Non-maximum suppression: the sharpest frame that is left takes every frame that is near-identical to it, then the
 * sharpest of the rest, and so on. The best of a burst is the best of those that are near-identical to all its frames,
 * as the sharpest is. So each frame is near-identical to the one that is suggested in its place, which chains of
 * similar neighbours (single linkage) would not promise: in a slow pan all frames are chained.
 *
 * @param frames by time, as the members of a cluster are; null where nothing was measured
 * @param cosineDistance of two frames that are not null; asked only where hash and time agree
 * @param cosineThreshold of the clustering
 */
export function nearDuplicates(
  frames: readonly (Frame | null)[],
  cosineDistance: (one: number, other: number) => number,
  cosineThreshold: number,
): FramePlace[] {
  const { upper, lower, millis } = columnsOf(frames);
  const mostDistant = cosineThreshold * NEAR_DUPLICATE.thresholdShare;
  // Not apart where a time is unknown: NaN is not more than anything.
  const isApart = (one: number, other: number): boolean =>
    Math.abs(millis[one]! - millis[other]!) > NEAR_DUPLICATE.apartMillis;
  const isNear = (one: number, other: number): boolean =>
    bitCount(upper[one]! ^ upper[other]!) + bitCount(lower[one]! ^ lower[other]!) <=
      NEAR_DUPLICATE.hashBits && cosineDistance(one, other) <= mostDistant;

  const places = frames.map((): FramePlace => ({ burst: null, isBest: true }));
  const bursts = suppress(frames, isApart, isNear).sort((a, b) => a[0]! - b[0]!);
  for (const [burst, members] of bursts.entries()) {
    const best = bestOf(members, frames, (one, other) => !isApart(one, other) && isNear(one, other));
    for (const member of members) places[member] = { burst, isBest: member === best };
  }
  return places;
}

type Relation = (one: number, other: number) => boolean;

/** The bursts of more than one frame, each in time order. */
function suppress(frames: readonly (Frame | null)[], isApart: Relation, isNear: Relation): number[][] {
  const isTaken = new Uint8Array(frames.length);
  const bursts: number[][] = [];
  for (const leader of byQuality([...frames.keys()], frames, null)) {
    if (isTaken[leader] === 1) continue;
    isTaken[leader] = 1;
    const burst = [leader];
    for (const step of [-1, 1]) {
      for (let other = leader + step; other >= 0 && other < frames.length; other += step) {
        if (isApart(leader, other)) break;
        if (isTaken[other] === 1 || frames[other] === null || !isNear(leader, other)) continue;
        isTaken[other] = 1;
        burst.push(other);
      }
    }
    if (burst.length > 1) bursts.push(burst.sort((a, b) => a - b));
  }
  return bursts;
}

/** The best of those that are near-identical to all; the one that made the burst is among them. */
function bestOf(burst: readonly number[], frames: readonly (Frame | null)[], isNear: Relation): number {
  const luminances = burst.map((index) => frames[index]!.medianLuminance).sort((a, b) => a - b);
  const usual = (luminances[(burst.length - 1) >> 1]! + luminances[burst.length >> 1]!) / 2;
  const standsForAll = (one: number) => burst.every((other) => other === one || isNear(one, other));
  return (
    byQuality(burst, frames, usual).slice(0, MOST_TRIED).find(standsForAll) ??
    byQuality(burst, frames, null)[0]!
  );
}

/** Halves of the hashes, and times, NaN where unknown: every pair of frames may be looked at. */
function columnsOf(frames: readonly (Frame | null)[]) {
  const half = (from: number, to: number) =>
    Int32Array.from(frames, (frame) => Number.parseInt(frame?.perceptualHash.slice(from, to) ?? '0', 16));
  return {
    upper: half(0, 8),
    lower: half(8, 16),
    millis: Float64Array.from(frames, (frame) => frame?.wallMillis ?? Number.NaN),
  };
}

/** Best first; the earlier of equals. Without those that were not measured. */
function byQuality(
  indices: readonly number[],
  frames: readonly (Frame | null)[],
  usualLuminance: number | null,
): number[] {
  const measured = indices.filter((index) => frames[index] !== null);
  const quality = new Map(measured.map((index) => [index, frameQuality(frames[index]!, usualLuminance)]));
  return measured.sort((a, b) => quality.get(b)! - quality.get(a)! || a - b);
}

/** Set bits of a 32-bit word, added up in parallel (Henry S. Warren, Hacker's Delight, figure 5-2). */
function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
