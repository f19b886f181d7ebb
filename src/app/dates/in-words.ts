import { shiftInWords } from '../../algorithms/clock-shift.ts';
import { intervalInWords } from '../../algorithms/interval-in-words.ts';
import { spanInWords } from '../../algorithms/wall-time.ts';
import type { WallInterval } from '../../domain/capture-time.ts';
import type { DateRun, DecidedPhotos } from './date-runs.ts';
import type { DecidedTarget } from './decide-dates.ts';
import type { DateDeed } from './plan-decisions.ts';
import type { TrustSurvey } from './trust-survey.ts';

/** A run as a person reads it. */
export interface RunInWords {
  /** `412 photos`. */
  readonly photos: string;
  /** `put right by itself, 93 % sure`, `doubtful`, `decided by you`. */
  readonly state: string;
  readonly clock: string;
  /** What follows the times: their name and themselves. */
  readonly times: readonly (readonly [name: string, times: string])[];
  readonly reasons: string;
}

export function runInWords(run: DateRun): RunInWords {
  const { photos, state, proposal, now, reasons, decision } = run;
  const times: [string, string][] = [];
  const proposed = proposal && `${intervalInWords(proposal.proposed)}  (${shiftPhrase(proposal)})`;
  if (state === 'shifted') times.push(['now', `${rangeInWords(now)}  (${shiftPhrase(proposal)})`]);
  else if (state === 'decided') {
    const part = decision!.photos === photos ? '' : ` of ${counted(decision!.photos, 'photo')}`;
    times.push(['now', `${rangeInWords(now)}  (${decision!.words}${part})`]);
  } else times.push(['best guess', proposed ?? 'none: nothing tells how far it was off']);
  return {
    photos: counted(photos, 'photo'),
    state: stateInWords(run),
    clock: intervalInWords(run.clock),
    times,
    reasons: reasons.join('; '),
  };
}

function stateInWords({ state, proposal }: DateRun): string {
  if (state === 'decided') return 'decided by you';
  if (state === 'doubtful') return 'doubtful, not shifted';
  return `put right by itself, ${percent(proposal?.confidence ?? 0)} sure`;
}

function shiftPhrase(proposal: DateRun['proposal']): string {
  if (proposal === null) return 'not shifted';
  const { words, uncertaintyMillis } = proposal;
  return uncertaintyMillis < 60_000 ? words : `${words}, give or take ${spanInWords(uncertaintyMillis)}`;
}

const rangeInWords = (interval: WallInterval | null): string =>
  interval === null ? 'no date' : intervalInWords(interval);

/** `33 photos of Canon EOS 5D: shifted by +1 day, now 2008-07-05 14:30 – 18:02`. */
export function decidedInWords({ camera, decision, now }: DecidedPhotos): string {
  const of = camera === '' ? '' : ` of ${camera}`;
  const then = decision.words.startsWith('set to') ? '' : `, now ${rangeInWords(now)}`;
  return `${counted(decision.photos, 'photo')}${of}: ${decision.words}${then}`;
}

/** One line on what was done with a target, without how to undo it. */
export function deedInWords(
  deed: DateDeed,
  report: DecidedTarget,
  folderName: (folder: string) => string,
  dryRun: boolean,
): string {
  const { photos, cameras, folders, target } = report;
  if (photos === 0) return `${targetName(report, folderName)}: ${nothingDone(deed, report)}`;
  const of = cameras.length === 0 ? '' : ` of ${firstAndMore(cameras)}`;
  const where = target.kind === 'folder' ? target.name : folders[0]!;
  const more = target.kind === 'run' && folders.length > 1 ? ` and ${folders.length - 1} more` : '';
  const subject = `${counted(photos, 'photo')}${of} in ${folderName(where)}${more}`;
  const sentence = `${subject}: ${whatWasDone(deed, report)}${remarks(report)}`;
  return dryRun ? `would change: ${sentence}` : sentence;
}

function targetName({ target }: DecidedTarget, folderName: (folder: string) => string): string {
  return target.kind === 'run' ? target.name : folderName(target.name);
}

function nothingDone({ kind }: DateDeed, { keptEarlier }: DecidedTarget): string {
  if (kind === 'forget') return 'nothing was decided, so nothing was taken back';
  if (keptEarlier > 0) return 'was decided already, nothing changed';
  return 'no photo, nothing changed';
}

function whatWasDone(deed: DateDeed, { shiftMillis, clock, decided }: DecidedTarget): string {
  const said = clock === null ? '' : intervalInWords(clock);
  const now = decided === null ? '' : intervalInWords(decided);
  if (deed.kind === 'forget') return 'your decision was taken back';
  if (deed.kind === 'keep') return `the clock was right, ${now}`;
  if (deed.kind === 'set' && deed.time.kind === 'interval') return `set to ${now}`;
  if (shiftMillis === null || clock === null) return `set to ${now}`;
  return `${shiftInWords(shiftMillis, clock.startMillis)}; the clock said ${said}, now ${now}`;
}

function remarks({ replaced, withoutClock, keptEarlier, withoutRhythm, decided }: DecidedTarget): string {
  const all = [
    decided !== null && replaced > 0 ? `an earlier decision was replaced for ${replaced}` : null,
    keptEarlier > 0 ? `${keptEarlier} keep what was decided earlier` : null,
    withoutClock > 0 ? `${withoutClock} without a camera’s clock were left as they are` : null,
    withoutRhythm > 0
      ? `the clocks of ${withoutRhythm} say more than that, so their order is not kept`
      : null,
  ].filter((remark) => remark !== null);
  return all.length === 0 ? '' : ` (${all.join('; ')})`;
}

export function surveyInWords({ photos, trusted, likely, uncertain, undated }: TrustSurvey): string {
  const rest = [
    uncertain > 0 ? `${thousands(uncertain)} uncertain` : null,
    undated > 0 ? `${thousands(undated)} without a date` : null,
  ].filter((part) => part !== null);
  const share = (count: number) => percent(photos === 0 ? 0 : Math.floor((100 * count) / photos) / 100);
  const list = rest.length === 0 ? '' : `, ${rest.join(', ')}`;
  return `${counted(photos, 'photo')}: the day is sure for ${share(trusted + likely)}, and the hour confirmed for ${share(trusted)}${list}`;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
const thousands = (count: number): string => count.toLocaleString('en');
const counted = (count: number, what: string): string =>
  `${thousands(count)} ${count === 1 ? what : `${what}s`}`;

function firstAndMore(names: readonly string[]): string {
  const more = names.length - 1;
  return more === 0 ? names[0]! : `${names[0]} and ${counted(more, 'other camera')}`;
}

/** The run for programs: wall-clock times as ISO 8601 without zone, spans in milliseconds. */
export function runForPrograms({ clock, now, proposal, ...run }: DateRun) {
  return {
    ...run,
    clock: isoInterval(clock),
    now: now && isoInterval(now),
    proposal: proposal && { ...proposal, proposed: isoInterval(proposal.proposed) },
  };
}

export function decidedForPrograms({ now, ...decided }: DecidedPhotos) {
  return { ...decided, now: now && isoInterval(now) };
}

export function deedForPrograms({ clock, decided, ...report }: DecidedTarget) {
  return { ...report, clock: clock && isoInterval(clock), decided: decided && isoInterval(decided) };
}

/** `+8 years 185 days`; null where no clock was shifted. */
export const shiftDone = ({ shiftMillis, clock }: DecidedTarget): string | null =>
  shiftMillis === null || clock === null ? null : shiftInWords(shiftMillis, clock.startMillis);

export const isoInterval = ({ startMillis, endMillis }: WallInterval) => ({
  start: isoWallTime(startMillis),
  end: isoWallTime(endMillis),
});

/** `2008-07-05T14:30:00`. */
export const isoWallTime = (wallMillis: number): string => new Date(wallMillis).toISOString().slice(0, 19);
