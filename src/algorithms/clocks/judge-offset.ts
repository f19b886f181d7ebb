import type { OffsetVerdict } from '../../domain/clock-run.ts';
import { DAY_MILLIS, HOUR_MILLIS } from '../wall-time.ts';
import type { CandidateOffset } from './candidate-offsets.ts';
import { type Evidence, supportAt } from './evidence.ts';

export interface OffsetQuestion {
  readonly evidence: readonly Evidence[];
  readonly candidates: readonly CandidateOffset[];
  /** A clock that starts at an epoch has lost the time; then any offset is as likely as another. */
  readonly isResetLike: boolean;
}

/** How much must speak against a clock that looks right: clocks are, mostly. */
const RIGHT_BY_ITSELF = 0.7;
const RESET_BY_ITSELF = -0.6;
/** Any offset at all. Dear, because one can always be found that fits. */
const ANY_OFFSET_COST = 0.8;
const ANY_OFFSET_AFTER_RESET_COST = 0;
/** Leads of the best offset over all that mean another hour. */
const LEAST_LEAD = 0.1;
/** Lead at which the confidence is one half. */
const HALF_CONFIDENT_LEAD = 0.25;
/** Support on the same plateau: nothing tells these offsets apart. */
const LEVEL = 0.02;

export const RIGHT: OffsetVerdict = {
  standing: 'right',
  offsetMillis: 0,
  uncertaintyMillis: 0,
  confidence: 1,
  reasons: [],
};

const LOST: OffsetVerdict = {
  ...RIGHT,
  standing: 'doubtful',
  confidence: 0,
  reasons: ['it started again when its battery had died, and nothing tells when that was'],
};

/** By how much a clock was off: the offset that the evidence supports best, if it leads by enough. */
export function judgeOffset({ evidence, candidates, isResetLike }: OffsetQuestion): OffsetVerdict {
  const unshifted = supportAt(evidence, 0) + (isResetLike ? RESET_BY_ITSELF : RIGHT_BY_ITSELF);
  const scored = plateaus(evidence, isResetLike);
  for (const candidate of candidates) {
    scored.push({
      ...candidate,
      isAny: false,
      score: supportAt(evidence, candidate.offsetMillis) - candidate.cost,
    });
  }
  scored.sort((a, b) => b.score - a.score || Math.abs(a.offsetMillis) - Math.abs(b.offsetMillis));
  const first = scored.find((offset) => Math.abs(offset.offsetMillis) >= SMALLEST_SHIFT_MILLIS);
  const best = first && withBothEnds(mistakeNear(first, scored), scored);
  if (best === undefined || best.score <= unshifted - DOUBT) return unshifted < 0 ? LOST : RIGHT;
  const fitting = evidence.filter(({ fitAt }) => fitAt(best.offsetMillis) > 0.5 && fitAt(0) < 0.5);
  const reasons = [best.says, ...fitting.map(({ says }) => says)];
  const rival = scored.find((offset) => isAnother(offset, best));
  const lead = best.score - Math.max(unshifted, rival?.score ?? Number.NEGATIVE_INFINITY);
  // Others who were there on other days alone do not move a clock by any time at all: people come and go.
  const isFar = isResetLike || Math.abs(best.offsetMillis) > WEEKS_MILLIS;
  const isMoved = !best.isAny || isFar || fitting.some(({ kind }) => kind !== 'companions');
  const isClear = lead >= LEAST_LEAD && fitting.length > 0 && isMoved;
  const uncertaintyMillis = best.isAny ? withoutGuesses(best, evidence, isResetLike) : best.uncertaintyMillis;
  const offsetMillis = Math.round(best.offsetMillis);
  const verdict = { offsetMillis, uncertaintyMillis: Math.round(uncertaintyMillis), reasons };
  if (isClear) {
    return { ...verdict, standing: 'shifted', confidence: lead / (lead + HALF_CONFIDENT_LEAD) };
  }
  const guess = fitting.length > 0 ? verdict : { offsetMillis: 0, uncertaintyMillis: 0, reasons };
  return { ...guess, standing: 'doubtful', confidence: 0 };
}

/**
 * That the next number was taken soon after is the best guess, and no more: the night may lie between. Nor is
 * home where everybody always is. So what is stated is as wide as the other evidence leaves it, up to a day.
 */
function withoutGuesses(best: ScoredOffset, evidence: readonly Evidence[], isResetLike: boolean): number {
  const others = evidence.filter(({ isGuess }) => !isGuess);
  if (others.length === evidence.length) return best.uncertaintyMillis;
  const held = plateaus(others, isResetLike).find(
    ({ offsetMillis, uncertaintyMillis }) =>
      Math.abs(offsetMillis - best.offsetMillis) <= uncertaintyMillis + best.uncertaintyMillis,
  );
  if (held === undefined) return NEAR_MILLIS;
  const width = Math.abs(held.offsetMillis - best.offsetMillis) + held.uncertaintyMillis;
  return Math.max(best.uncertaintyMillis, Math.min(NEAR_MILLIS, width));
}

/** One offset in sixty lies so near a mistake by chance; so it is the mistake, and the others took their time. */
const MISTAKE_NEAR_MILLIS = DAY_MILLIS;
const MISTAKE_LEAD = 0.7;

function mistakeNear(best: ScoredOffset, scored: readonly ScoredOffset[]): ScoredOffset {
  if (!best.isAny) return best;
  const mistake = scored.find(
    ({ isAny, score, offsetMillis }) =>
      !isAny &&
      score >= best.score - MISTAKE_LEAD &&
      Math.abs(offsetMillis - best.offsetMillis) <= MISTAKE_NEAR_MILLIS,
  );
  return mistake === undefined ? best : { ...mistake, score: best.score };
}

/** Offsets of a few weeks that are as good as each other are one answer, as uncertain as they are apart. */
const WEEKS_MILLIS = 60 * DAY_MILLIS;

function withBothEnds(best: ScoredOffset, scored: readonly ScoredOffset[]): ScoredOffset {
  if (!best.isAny) return best;
  const level = scored.filter(({ isAny, score }) => isAny && score > best.score - LEAST_LEAD);
  const from = Math.min(
    ...level.map(({ offsetMillis, uncertaintyMillis }) => offsetMillis - uncertaintyMillis),
  );
  const to = Math.max(
    ...level.map(({ offsetMillis, uncertaintyMillis }) => offsetMillis + uncertaintyMillis),
  );
  if (to - from > WEEKS_MILLIS) return best;
  const uncertaintyMillis = Math.max(to - best.offsetMillis, best.offsetMillis - from);
  return { ...best, uncertaintyMillis };
}

/** Below it a shift is not worth a word. */
const SMALLEST_SHIFT_MILLIS = 2 * 60_000;
/** A right clock that leads by this is beyond doubt. */
const DOUBT = 0.15;

interface ScoredOffset extends CandidateOffset {
  readonly score: number;
  /** One of all offsets, and not a mistake that people make with clocks. */
  readonly isAny: boolean;
}

/** Another answer: farther off than both can be wrong. An offset that is nearly as good an hour away makes the best one uncertain, not doubtful. */
function isAnother(offset: ScoredOffset, best: ScoredOffset): boolean {
  const apart = Math.abs(offset.offsetMillis - best.offsetMillis);
  const least = offset.isAny && best.isAny ? NEAR_MILLIS : HOUR_MILLIS;
  return apart > Math.max(offset.uncertaintyMillis + best.uncertaintyMillis, least);
}

const NEAR_MILLIS = DAY_MILLIS;

/** Stretches of offsets that the evidence supports alike, as one answer each: the middle, and how wide it is. */
function plateaus(evidence: readonly Evidence[], isResetLike: boolean): ScoredOffset[] {
  const steps = [...new Set(evidence.flatMap((item) => item.steps))].sort((a, b) => a - b);
  const found: ScoredOffset[] = [];
  const cost = isResetLike ? ANY_OFFSET_AFTER_RESET_COST : ANY_OFFSET_COST;
  const says = isResetLike ? 'it started again when its battery had died' : 'it was off by some time';
  let from = 0;
  while (from + 1 < steps.length) {
    const support = supportAt(evidence, (steps[from]! + steps[from + 1]!) / 2);
    let to = from + 1;
    while (to + 1 < steps.length) {
      const next = supportAt(evidence, (steps[to]! + steps[to + 1]!) / 2);
      if (Math.abs(next - support) > LEVEL) break;
      to++;
    }
    const offsetMillis = (steps[from]! + steps[to]!) / 2;
    const uncertaintyMillis = (steps[to]! - steps[from]!) / 2;
    if (support > 0)
      found.push({ offsetMillis, uncertaintyMillis, cost, says, isAny: true, score: support - cost });
    from = to;
  }
  return mergedPeak(found);
}

/** The best stretch, widened by neighbours that are nearly as good, so that a ragged top is one answer. */
function mergedPeak(found: readonly ScoredOffset[]): ScoredOffset[] {
  if (found.length === 0) return [];
  let best = 0;
  found.forEach((stretch, i) => {
    if (stretch.score > found[best]!.score) best = i;
  });
  const peak = found[best]!;
  const near = found.filter(
    (stretch) =>
      stretch.score > peak.score - RAGGED && Math.abs(stretch.offsetMillis - peak.offsetMillis) < NEAR_MILLIS,
  );
  const from = Math.min(...near.map((stretch) => stretch.offsetMillis - stretch.uncertaintyMillis));
  const to = Math.max(...near.map((stretch) => stretch.offsetMillis + stretch.uncertaintyMillis));
  const merged = { ...peak, offsetMillis: (from + to) / 2, uncertaintyMillis: (to - from) / 2 };
  const rest = found.filter((stretch) => !near.includes(stretch));
  return [merged, ...rest];
}

/** Less support than that on the way from the peak, and the truth is hardly there. */
const RAGGED = 0.2;
