import { createHash } from 'node:crypto';
import type { ClockRun, OffsetVerdict } from '../../domain/clock-run.ts';
import { cameraOf } from '../camera-of.ts';
import type { DateWitness } from '../date-votes.ts';
import type { SaneRange } from '../sane-range.ts';
import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS, periodOf } from '../wall-time.ts';
import { ASKED_SEGMENTS, aligned, COARSE_MILLIS } from './aligned-chain.ts';
import {
  type CandidateOffset,
  calendarCandidates,
  satelliteDayCandidates,
  wholeDays,
} from './candidate-offsets.ts';
import { type ClockChain, chainsOf } from './clock-chains.ts';
import type { ClockCorrection, ClockStudy } from './clock-run.ts';
import { type ClockSegment, endOf, segmentsOf, sessionsOf, startOf } from './clock-segments.ts';
import { type Companions, companionEvidence } from './companion-evidence.ts';
import { type CompanionsBook, companionsBook } from './companions-book.ts';
import { confirmedHours, type HourStudy } from './confirmed-hours.ts';
import { type Evidence, shared, supportAt } from './evidence.ts';
import { halfDaySlip } from './half-day-slip.ts';
import { judgeOffset, RIGHT } from './judge-offset.ts';
import { isBeforeItsLife, lifeEvidence, livesOf } from './model-life.ts';
import { type Milestone, orderEvidence, seamEvidence } from './order-evidence.ts';
import { ownToken } from './own-token.ts';
import { JOURNEY_MILLIS, pathEvidence, sameMonthEvidence } from './path-evidence.ts';
import { satelliteEvidence, satelliteTime, satelliteZoneEvidence } from './satellite-evidence.ts';
import { bodiesOf, nameOf } from './shot.ts';
import { settleSlips, type ZoneSlip, zoneInWords, zoneSlip } from './zone-slips.ts';

/**
 * Clock forensics: which stretches of a camera's life have a wrong clock, and by how much.
 *
 * 1. The photos of each body are cut where its clock was disturbed (clock-segments.ts), and linked where it went
 *    on (clock-chains.ts).
 * 2. For each chain the evidence is gathered: folders, satellites, companions at the same event.
 * 3. A chain is parted where the evidence turns from speaking for its clock to speaking against it.
 * 4. Parts that the evidence contradicts are held against the counter and the photos next to them too, and one
 *    offset is found for each (judge-offset.ts).
 * 5. Parts that look right may still be off by hours in some events (zone-slips.ts).
 * 6. Of all it is noted whose hour something else than its own clock confirms (confirmed-hours.ts).
 *
 * @param witnesses all photos of the library, in any order; the result does not depend on it
 */
export function studyClocks(witnesses: readonly DateWitness[], range: SaneRange): ClockStudy {
  const steps = studyInSteps(witnesses, range);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in steps of a fraction of a second, so that a program can breathe in between: a large library takes seconds. */
export function* studyInSteps(
  witnesses: readonly DateWitness[],
  range: SaneRange,
): Generator<void, ClockStudy> {
  const bodies = bodiesOf(witnesses, witnesses.map(cameraOf), range);
  yield;
  const linked: ClockChain[] = [];
  for (const body of bodies) {
    linked.push(...chainsOf(body, segmentsOf(body)));
    yield;
  }
  const book = companionsBook(linked, range);
  const chains: ClockChain[] = [];
  for (const chain of linked) {
    chains.push(...partsOf(chain, book));
    yield;
  }
  const evidence = new Map(chains.map((chain) => [chain, evidenceOf(chain, book)]));
  const suspects = new Set(chains.filter((chain) => isSuspect(chain, evidence.get(chain)!)));
  for (const chain of chains) if (!suspects.has(chain)) book.add(chain, 0);
  const lives = livesOf(chains.filter((chain) => !suspects.has(chain) && evidence.get(chain)!.length > 0));
  for (const chain of chains) {
    if (!suspects.has(chain) && isBeforeItsLife(chain, lives)) suspects.add(chain);
  }

  const milestones = new Map<string, Milestone[]>();
  for (const body of bodies) {
    const trusted = chains.filter((chain) => chain.body === body && !suspects.has(chain));
    milestones.set(body.key, milestonesOf(trusted));
  }
  const outOfOrder = new Set<ClockChain>();
  for (const chain of chains) {
    if (suspects.has(chain) || !isOutOfOrder(chain, milestones.get(chain.body.key)!)) continue;
    outOfOrder.add(chain);
    suspects.add(chain);
  }

  const verdicts = new Map<ClockChain, OffsetVerdict>();
  const inTurn = [...suspects].sort(mostEvidenceFirst(evidence));
  // The second time with what the first found of the others: a clock that lost the time makes those beside it suspect.
  for (const round of [1, 2]) {
    for (const chain of inTurn) {
      const before = verdicts.get(chain);
      if (round === 2 && (before === undefined || isFirm(before) || !isCoarse(before))) continue;
      // What was put right before may have been all that spoke against it.
      const known = evidenceOf(chain, book);
      if (!isSuspect(chain, known) && !outOfOrder.has(chain) && !isBeforeItsLife(chain, lives)) {
        verdicts.delete(chain);
        book.add(chain, 0);
        continue;
      }
      const verdict = judgeSuspect(
        chain,
        chains,
        suspects,
        [...known, ...lifeEvidence(chain, lives)],
        milestones.get(chain.body.key)!,
        book,
      );
      const parts = aligned(chain, verdict, book);
      if (parts.length > 1) {
        // The parts are clocks of their own from here on.
        chains.splice(chains.indexOf(chain), 1, ...parts.map(([part]) => part));
        verdicts.delete(chain);
      }
      for (const [part, own] of parts) {
        suspects.add(part);
        verdicts.set(part, own);
        if (own.standing === 'right' || isFirm(own)) book.add(part, own.offsetMillis);
      }
      yield;
    }
  }

  const runs: ClockRun[] = [];
  const corrections = new Map<string, ClockCorrection>();
  const before = new Map<string, ClockCorrection>();
  const suspected = [...verdicts].filter(([, verdict]) => verdict.standing !== 'right');
  correct(
    before,
    suspected.map(([chain, verdict]) => runOf(chain.segments, verdict)),
    chains,
  );
  const hours = confirmedHours(chains, before, book);
  yield;
  const rightOfBody = Map.groupBy(
    chains.filter((chain) => !verdicts.has(chain)),
    ({ body }) => body,
  );
  for (const chain of chains) {
    if (!verdicts.has(chain)) unconfirmedZones(chain, book, corrections);
    const verdict = verdicts.get(chain) ?? RIGHT;
    if (verdict.standing === 'right') {
      const own = rightOfBody.get(chain.body) ?? [chain];
      runs.push(
        ...slippedRuns(
          chain,
          own.flatMap(({ segments }) => segments),
          hours,
          book,
        ),
      );
    } else runs.push(runOf(chain.segments, verdict));
    yield;
  }
  runs.sort((a, b) => (a.id < b.id ? -1 : 1));
  correct(corrections, runs, chains);
  const { confirmed } = confirmedHours(chains, corrections, book);
  for (const key of confirmed.keys()) {
    if (corrections.get(key)?.standing === 'unconfirmed') corrections.delete(key);
  }
  return { runs, corrections, confirmedHours: confirmed };
}

/** Good enough to be a witness for others. */
function isFirm({ standing, confidence, uncertaintyMillis }: OffsetVerdict): boolean {
  return standing === 'shifted' && confidence > 0.6 && uncertaintyMillis <= HOUR_MILLIS / 2;
}

/** Others may yet say more of it. */
function isCoarse({ standing, uncertaintyMillis }: OffsetVerdict): boolean {
  return standing === 'doubtful' || (standing === 'shifted' && uncertaintyMillis > COARSE_MILLIS);
}

/**
 * Parts whose evidence speaks for the clock, and parts whose evidence speaks against it. Segments that nobody says
 * anything about go with those before them, if those after are of the same mind; else they are left as they are,
 * unless the clock had been reset.
 */
function partsOf(chain: ClockChain, book: CompanionsBook): ClockChain[] {
  const isAgainst = chain.segments.map((segment): boolean | null => {
    const evidence = evidenceOf({ ...chain, segments: [segment] }, book);
    return evidence.length === 0 ? null : speaksAgainst(evidence);
  });
  let before: boolean | null = chain.segments[0]!.isResetLike;
  const settled = isAgainst.map((one, i) => {
    if (one === null) {
      const after = isAgainst.slice(i + 1).find((next) => next !== null) ?? null;
      return before === true && (chain.segments[0]!.isResetLike || after === true);
    }
    before = one;
    return one;
  });
  const parts: ClockSegment[][] = [];
  let common = ANY_OFFSET;
  chain.segments.forEach((segment, i) => {
    const own = settled[i] ? likelyOffsets(segment, book) : ANY_OFFSET;
    const both = [Math.max(common[0], own[0]), Math.min(common[1], own[1])] as const;
    const isSame = i > 0 && settled[i] === settled[i - 1] && both[0] <= both[1];
    if (isSame) parts.at(-1)!.push(segment);
    else parts.push([segment]);
    common = isSame ? both : own;
  });
  return parts.map((segments) => ({ ...chain, segments }));
}

const ANY_OFFSET = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

/** Offsets that satellites or the folder allow: segments of one clock have some in common. */
function likelyOffsets(segment: ClockSegment, book: CompanionsBook): readonly [from: number, to: number] {
  const utc = satelliteTime(segment);
  const first = startOf(segment);
  if (utc !== null) {
    const zone = satelliteZoneEvidence(segment, book.zoneAt(segment));
    if (zone !== null) return [zone.steps[0]!, zone.steps.at(-1)!];
    return [utc - DAY_MILLIS - endOf(segment), utc + DAY_MILLIS - first];
  }
  const token = ownToken(segment, book);
  if (token === null) return ANY_OFFSET;
  const { startMillis, endMillis } = periodOf(token.wallMillis, token.precision);
  return [startMillis - DAY_MILLIS - first, endMillis + JOURNEY_MILLIS - first];
}

/** What can be asked before it is known whose clock was right. */
function evidenceOf(chain: ClockChain, book: CompanionsBook): Evidence[] {
  const perEvent = new Map<string, number>();
  for (const segment of chain.segments) {
    const event = book.eventOf(segment);
    perEvent.set(event, (perEvent.get(event) ?? 0) + 1);
  }
  return chain.segments.flatMap((segment) => {
    const token = ownToken(segment, book);
    const count = perEvent.get(book.eventOf(segment))!;
    const path = token === null ? null : pathEvidence(segment, token);
    const days = book.sameDays(segment, chain.body);
    // Three cards of one event are one witness.
    const satellites = satelliteEvidence(segment);
    const zone = satellites && satelliteZoneEvidence(segment, book.zoneAt(segment));
    const found = [path && shared(path, count), satellites, zone, days && shared(days, count)];
    return found.filter((item) => item !== null);
  });
}

/** Share of its evidence that a right clock may have against it: folders are misnamed, pictures are moved. */
const AGAINST_SHARE = 0.35;

function isSuspect(chain: ClockChain, evidence: readonly Evidence[]): boolean {
  if (chain.segments[0]!.isResetLike) return true;
  if (chain.body.isPhone) return false;
  return speaksAgainst(evidence);
}

function speaksAgainst(evidence: readonly Evidence[]): boolean {
  const weight = evidence.reduce((sum, item) => sum + item.weight, 0);
  return weight > 0 && weight - supportAt(evidence, 0) > AGAINST_SHARE * weight;
}

function milestonesOf(trusted: readonly ClockChain[]): Milestone[] {
  return trusted
    .flatMap((chain) => chain.segments)
    .flatMap((segment) =>
      segment.numbers === null
        ? []
        : [{ startMillis: startOf(segment), endMillis: endOf(segment), numbers: segment.numbers }],
    )
    .sort((a, b) => a.startMillis - b.startMillis);
}

/** Another place in the body's life fits far better than the one that the clock says. */
const FAR_BETTER = 0.85;

function isOutOfOrder(chain: ClockChain, milestones: readonly Milestone[]): boolean {
  if (chain.segments.length > 3) return false;
  const own = new Set(chain.segments.map(startOf));
  const order = orderEvidence(
    chain,
    milestones.filter(({ startMillis }) => !own.has(startMillis)),
  );
  if (order === null || order.fitAt(0) > 0) return false;
  return order.steps.some((step) => order.fitAt(step) >= FAR_BETTER);
}

const mostEvidenceFirst =
  (evidence: ReadonlyMap<ClockChain, readonly Evidence[]>) => (a: ClockChain, b: ClockChain) =>
    evidence.get(b)!.length - evidence.get(a)!.length ||
    keyOf(a.segments[0]!).localeCompare(keyOf(b.segments[0]!));

const keyOf = (segment: ClockSegment) => segment.shots[0]!.witness.key;

function judgeSuspect(
  chain: ClockChain,
  chains: readonly ClockChain[],
  suspects: ReadonlySet<ClockChain>,
  known: readonly Evidence[],
  milestones: readonly Milestone[],
  book: CompanionsBook,
): OffsetVerdict {
  const evidence = [...known];
  const asked = chain.segments.toSorted((a, b) => b.shots.length - a.shots.length).slice(0, ASKED_SEGMENTS);
  for (const segment of asked) {
    const companions = book.companionsOf(segment, chain.body);
    // A clock that stood still has no rhythm that could be held against that of others.
    const item = companions && !segment.isBroken ? companionEvidence(segment, companions) : null;
    if (item !== null) evidence.push(item);
  }
  const token = ownToken(chain.segments[0]!, book);
  const month = token === null ? null : sameMonthEvidence(chain.segments[0]!, token);
  if (month !== null) evidence.push(month);
  const order = orderEvidence(chain, milestones);
  if (order !== null) evidence.push(order);
  const seams = seamsOf(chain, chains, suspects, book);
  evidence.push(...seams);

  const isResetLike = chain.segments[0]!.isResetLike;
  const candidates: CandidateOffset[] = isResetLike
    ? []
    : [...calendarCandidates(startOf(chain.segments[0]!)), ...satelliteDays(chain, book)];
  const verdict = judgeOffset({ evidence, candidates, isResetLike });
  if (isResetLike || verdict.standing === 'right' || verdict.uncertaintyMillis < DAY_MILLIS / 3)
    return verdict;
  if (evidence.some(({ kind }) => kind === 'satellites')) return verdict;
  // A date that is wrong by days, though the clock was not reset: the time of day is the best guess there is.
  const days = wholeDays(verdict.offsetMillis);
  const holds = Math.abs(days.offsetMillis - verdict.offsetMillis) <= verdict.uncertaintyMillis;
  return holds ? { ...verdict, offsetMillis: days.offsetMillis } : verdict;
}

function satelliteDays(chain: ClockChain, book: CompanionsBook): CandidateOffset[] {
  for (const segment of chain.segments) {
    const at = segment.shots.findIndex(({ witness }) => witness.gpsTimeMillis !== null);
    if (at < 0) continue;
    const ahead = segment.clockMillis[at]! - segment.shots[at]!.witness.gpsTimeMillis!;
    const zone = book.zoneAt(segment)?.minutes ?? 0;
    return satelliteDayCandidates(ahead, zone * MINUTE_MILLIS);
  }
  return [];
}

/** Photos of right clocks next to it at the same event. */
function seamsOf(
  chain: ClockChain,
  chains: readonly ClockChain[],
  suspects: ReadonlySet<ClockChain>,
  book: CompanionsBook,
): Evidence[] {
  const ends = [chain.segments[0]!, chain.segments.at(-1)!];
  const found: Evidence[] = [];
  for (const other of chains) {
    if (other.body !== chain.body || suspects.has(other)) continue;
    for (const neighbour of other.segments) {
      for (const segment of new Set(ends)) {
        if (book.eventOf(neighbour) !== book.eventOf(segment)) continue;
        const seam = seamEvidence(segment, neighbour, chain.body.modulus);
        if (seam !== null) found.push(seam);
      }
    }
  }
  return found;
}

/** Runs of one chain that was right but for hours. */
function slippedRuns(
  chain: ClockChain,
  ofBody: readonly ClockSegment[],
  hours: HourStudy,
  book: CompanionsBook,
): ClockRun[] {
  if (chain.body.isPhone) return [];
  const sessions = chain.segments.flatMap(sessionsOf);
  const companions = sessions.map((segment) => book.companionsOf(segment, chain.body));
  const slips = sessions.map((segment, i) => {
    const { key } = segment.shots[0]!.witness;
    if (hours.confirmed.has(key)) return null;
    const slip = hours.slips.get(key);
    if (slip !== undefined) return slip;
    return zoneSlip({
      segment,
      companions: companions[i]!,
      localOffsetMinutes: book.localOffsetMinutes(segment),
      zoneThenMinutes: book.zoneThen(segment),
      homeOffsetMinutes: book.homeOffsetMinutes,
    });
  });
  // A clock that was right an hour before was right, whatever a few pictures by themselves look like.
  for (const [i, session] of sessions.entries()) {
    if (slips[i] !== null && fitsOnThatDay(session, chain.body, ofBody, book)) slips[i] = null;
  }
  for (const [i, slip] of dayFolderSlips(sessions, book).entries()) slips[i] ??= slip;
  if (slips.every((slip) => slip === null)) return [];
  const fits = (segment: ClockSegment) => fitsAsItIs(segment, companions[sessions.indexOf(segment)]!);
  const settled = settleSlips(sessions, slips, fits);
  const runs: ClockRun[] = [];
  for (let from = 0; from < settled.length; ) {
    const one = settled[from]!;
    let to = from + 1;
    while (to < settled.length && sameSlip(one, settled[to]!)) to++;
    const segments = sessions.slice(from, to);
    if (typeof one === 'object') runs.push(runOf(segments, { ...one, standing: 'shifted' }));
    else if (one === 'doubtful') {
      const slip = slips[from]!;
      runs.push(runOf(segments, { ...slip, standing: 'doubtful', confidence: 0 }));
    }
    from = to;
  }
  return runs;
}

/** What a clock still says on a journey on which nobody says that it was set. */
const UNCONFIRMED = 0.5;

function unconfirmedZones(
  chain: ClockChain,
  book: CompanionsBook,
  corrections: Map<string, ClockCorrection>,
): void {
  if (chain.body.isPhone) return;
  for (const segment of chain.segments) {
    const away = book.awayOffsetMinutes(segment);
    if (away === null || fitsAsItIs(segment, book.companionsOf(segment, chain.body))) continue;
    const correction: ClockCorrection = {
      run: null,
      standing: 'unconfirmed',
      shiftMillis: 0,
      uncertaintyMillis: 0,
      confidence: UNCONFIRMED,
      photos: segment.shots.length,
      reasons: [`telephones were in another time zone on these days (${zoneInWords(away)})`],
    };
    for (const { witness } of segment.shots) corrections.set(witness.key, correction);
  }
}

/** What the folders' days say of all photos of an event together. */
function dayFolderSlips(sessions: readonly ClockSegment[], book: CompanionsBook): (ZoneSlip | null)[] {
  const events = Map.groupBy(sessions, (session) => book.eventOf(session));
  return sessions.map((session) => {
    const token = book.tokenOf(session);
    const zone = book.zoneThen(session);
    const isHome = zone === null || book.homeOffsetMinutes === null || zone === book.homeOffsetMinutes;
    return token !== null && isHome ? halfDaySlip(events.get(book.eventOf(session))!, token) : null;
  });
}

function fitsAsItIs(segment: ClockSegment, companions: Companions | null): boolean {
  const evidence = companions && companionEvidence(segment, companions);
  return evidence !== null && evidence.fitAt(0) > 0.6;
}

const SAME_DAY_MILLIS = 12 * HOUR_MILLIS;

/** Another card of the same body on the same day was right. */
function fitsOnThatDay(
  session: ClockSegment,
  body: ClockChain['body'],
  ofBody: readonly ClockSegment[],
  book: CompanionsBook,
): boolean {
  const known = new Set(session.shots);
  return ofBody.some(
    (other) =>
      startOf(other) <= endOf(session) + SAME_DAY_MILLIS &&
      endOf(other) >= startOf(session) - SAME_DAY_MILLIS &&
      sessionsOf(other).some(
        (one) => !known.has(one.shots[0]!) && fitsAsItIs(one, book.companionsOf(one, body)),
      ),
  );
}

function sameSlip(
  a: ReturnType<typeof settleSlips>[number],
  b: ReturnType<typeof settleSlips>[number],
): boolean {
  return typeof a === 'object' && typeof b === 'object' ? a.offsetMillis === b.offsetMillis : a === b;
}

function runOf(segments: readonly ClockSegment[], verdict: OffsetVerdict): ClockRun {
  const keys = segments.flatMap((segment) => segment.shots.map(({ witness }) => witness.key));
  return {
    id: `r${createHash('sha1').update(keys.toSorted().join('\n')).digest('hex').slice(0, 10)}`,
    camera: nameOf(segments[0]!.shots[0]!.witness),
    folders: [...new Set(segments.map((segment) => segment.folder))],
    keys,
    verdict,
    clockStartMillis: segments[0]!.shots[0]!.clockMillis,
    clockEndMillis: segments.at(-1)!.shots.at(-1)!.clockMillis,
  };
}

/** A clock that stood still or kept starting again gets one that runs on, so each photo has a shift of its own. */
function correct(
  corrections: Map<string, ClockCorrection>,
  runs: readonly ClockRun[],
  chains: readonly ClockChain[],
): void {
  const runOfKey = new Map(runs.flatMap((run) => run.keys.map((key) => [key, run] as const)));
  for (const { shots, clockMillis, isBroken } of chains.flatMap((chain) => chain.segments)) {
    shots.forEach(({ witness, clockMillis: said }, i) => {
      const run = runOfKey.get(witness.key);
      if (run === undefined) return;
      const { standing, offsetMillis, uncertaintyMillis, confidence, reasons } = run.verdict;
      const shift = standing === 'shifted' ? offsetMillis + (isBroken ? clockMillis[i]! - said : 0) : 0;
      corrections.set(witness.key, {
        run: run.id,
        standing: standing === 'shifted' ? 'shifted' : 'doubtful',
        shiftMillis: shift,
        uncertaintyMillis: isBroken ? Math.max(uncertaintyMillis, BROKEN_MILLIS) : uncertaintyMillis,
        confidence,
        photos: run.keys.length,
        reasons,
      });
    });
  }
}

/** The pauses of a clock that stood still are made up. */
const BROKEN_MILLIS = 6 * HOUR_MILLIS;
