import type { OffsetVerdict } from '../../domain/clock-run.ts';
import { DAY_MILLIS, HOUR_MILLIS } from '../wall-time.ts';
import type { ClockChain } from './clock-chains.ts';
import type { CompanionsBook } from './companions-book.ts';
import { ownToken } from './own-token.ts';
import { pathEvidence } from './path-evidence.ts';
import { alignScenes, type Gathering, type SceneAlignment, seenShareAt } from './scene-alignment.ts';

/** Companions are asked of the segments with the most photos: they take time, and more say no more. */
export const ASKED_SEGMENTS = 5;

/** What is known of a clock that may be off by anything is not finer than this without the scenes. */
export const COARSE_MILLIS = HOUR_MILLIS / 4;
/** Other answers than the best lie so far beside it. */
const BESIDE_MILLIS = DAY_MILLIS;
const ALIGNED_CONFIDENCE = 0.7;

/** Others saw so many of the scenes, and the clock fits. */
const FITS_SHARE = 0.6;

/**
 * To the scene, where others who were there saw the same: the events of a chain together, or else each by itself. A
 * clock that nobody set is off by another time in another zone: so an event keeps what is known without the scenes if
 * the others contradict the hour of the events beside it, or if those are not of one mind.
 */
export function aligned(
  chain: ClockChain,
  verdict: OffsetVerdict,
  book: CompanionsBook,
): [ClockChain, OffsetVerdict][] {
  const { standing, offsetMillis, uncertaintyMillis } = verdict;
  const isLost = standing === 'doubtful' && chain.segments[0]!.isResetLike;
  if (!isLost && (standing !== 'shifted' || uncertaintyMillis <= COARSE_MILLIS)) return [[chain, verdict]];
  const gatherings = chain.segments.map((segment): Gathering | null => {
    const companions = segment.isBroken ? null : book.companionsOf(segment, chain.body);
    return companions && { ours: segment.clockMillis, others: companions.times };
  });
  const most = chain.segments
    .map((segment, i) => ({ gathering: gatherings[i]!, photos: segment.shots.length }))
    .filter(({ gathering }) => gathering !== null)
    .sort((x, y) => y.photos - x.photos)
    .slice(0, ASKED_SEGMENTS)
    .map(({ gathering }) => gathering);
  const reach = uncertaintyMillis + BESIDE_MILLIS;
  const align = (some: readonly Gathering[]) => {
    if (some.length === 0) return null;
    if (!isLost) return alignScenes(some, offsetMillis - reach, offsetMillis + reach);
    const from = Math.min(...some.map(({ ours, others }) => others[0]! - ours[ours.length - 1]!));
    const to = Math.max(...some.map(({ ours, others }) => others.at(-1)! - ours[0]!));
    return alignScenes(some, from, to);
  };
  const together = align(most);
  const alone = gatherings.map((one) => (one !== null && most.includes(one) ? align([one]) : null));
  const known = alone.filter((one) => one !== null);
  if (together !== null) known.push(together);
  if (known.length === 0) return [[chain, verdict]];
  const isOne = known.every((one) => Math.abs(one.offsetMillis - known[0]!.offsetMillis) <= HOUR_MILLIS);
  const isContradicted = (one: SceneAlignment) =>
    gatherings.some((other) => other !== null && seenShareAt(other, one.offsetMillis) < FITS_SHARE);
  const isInItsFolder = (i: number, one: SceneAlignment) => {
    const segment = chain.segments[i]!;
    const token = ownToken(segment, book);
    return token === null || pathEvidence(segment, token).fitAt(one.offsetMillis) === 1;
  };
  const common = isOne ? (together ?? known[0]!) : null;
  const settled = gatherings.map((one, i) => {
    if (common === null) return alone[i]!;
    if (one === null) return isContradicted(common) || !isInItsFolder(i, common) ? null : common;
    return seenShareAt(one, common.offsetMillis) < FITS_SHARE ? null : common;
  });
  const parts: [ClockChain, OffsetVerdict][] = [];
  for (let from = 0; from < settled.length; ) {
    let to = from + 1;
    while (to < settled.length && settled[to] === settled[from]) to++;
    const part =
      from === 0 && to === settled.length ? chain : { ...chain, segments: chain.segments.slice(from, to) };
    parts.push([part, toTheScene(verdict, settled[from]!)]);
    from = to;
  }
  return parts;
}

function toTheScene(verdict: OffsetVerdict, found: SceneAlignment | null): OffsetVerdict {
  if (found === null) return verdict;
  return {
    standing: 'shifted',
    offsetMillis: found.offsetMillis,
    uncertaintyMillis: found.uncertaintyMillis,
    confidence: Math.max(verdict.confidence, ALIGNED_CONFIDENCE) * found.chance,
    reasons: [...verdict.reasons, 'its scenes lie among those of the others at this hour, and at no other'],
  };
}
