import { shiftInWords } from '../../algorithms/clock-shift.ts';
import { extremesOf } from '../../algorithms/extremes.ts';
import { intervalInWords } from '../../algorithms/interval-in-words.ts';
import type { DateDecision, WallInterval } from '../../domain/capture-time.ts';
import type { ClockRun } from '../../domain/clock-run.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Store } from '../../store/store.ts';
import type { Library } from '../library.ts';
import { folderPrefix } from './folder-prefix.ts';
import { type PhotoDate, photoDates } from './photo-dates.ts';

/** Photos whose clock was wrong or may have been, with what was made of them. */
export interface DateRun {
  readonly id: string;
  readonly camera: string;
  readonly folders: readonly string[];
  readonly photos: number;
  /** The one in the middle of them. */
  readonly sample: Sha1;
  /** `doubtful`: nobody can say; `shifted`: put right without asking; `decided`: by the user, all or in part. */
  readonly state: 'doubtful' | 'shifted' | 'decided';
  /** What the clock said of the first and last photo. */
  readonly clock: WallInterval;
  /** Null where nothing is proposed. */
  readonly proposal: ShiftProposal | null;
  /** From the first to the last photo as they are dated now; null where they have no date. */
  readonly now: WallInterval | null;
  readonly reasons: readonly string[];
  readonly decision: DecisionSummary | null;
}

export interface ShiftProposal {
  readonly shiftMillis: number;
  /** `+8 years 185 days`. */
  readonly words: string;
  readonly uncertaintyMillis: number;
  /** 0 to 1; 0 for a mere guess. */
  readonly confidence: number;
  readonly proposed: WallInterval;
}

/** What the user said of some photos. */
export interface DecisionSummary {
  /** How many of them. */
  readonly photos: number;
  /** `shifted by +1 day`, `set to 1998`, `its clock was right`. */
  readonly words: string;
}

/** Photos of one folder and camera that were decided by hand and are in no suspicious run. */
export interface DecidedPhotos {
  readonly folder: string;
  readonly camera: string;
  readonly decision: DecisionSummary;
  readonly now: WallInterval | null;
}

export interface RunFilter {
  /** Absolute; photos in it or below. */
  readonly folder?: string | undefined;
  /** Part of the camera's name, in any case. */
  readonly camera?: string | undefined;
}

export interface DateRuns {
  /** Those to be looked at first: doubtful, then shifted, then decided; in each those with the most photos. */
  readonly runs: readonly DateRun[];
  readonly decided: readonly DecidedPhotos[];
}

export const STATE_ORDER = ['doubtful', 'shifted', 'decided'] as const;
const NOTHING_DUE: ReadonlySet<Sha1> = new Set();
const PAGE = 5000;

/** The suspicious runs of the last study, and what was decided outside of them. */
export async function listDateRuns({ store }: Library, filter: RunFilter = {}): Promise<DateRuns> {
  const found = await store.dates.runs();
  const decisions = await store.dates.allDecisions();
  const runs: DateRun[] = [];
  for (const run of found.filter((run) => fitsRun(run, filter)))
    runs.push(await describeRun(store, run, decisions));
  runs.sort((a, b) => STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state) || b.photos - a.photos);
  const inRuns = new Set(found.flatMap((run) => run.keys));
  const outside = [...decisions.keys()].filter((sha1) => !inRuns.has(sha1));
  return { runs, decided: await decidedOutside(store, outside, filter) };
}

export function fitsRun(run: Pick<ClockRun, 'camera' | 'folders'>, { folder, camera }: RunFilter): boolean {
  const isOfCamera = camera === undefined || run.camera.toLowerCase().includes(camera.toLowerCase());
  const prefix = folder === undefined ? '' : folderPrefix(folder);
  return isOfCamera && run.folders.some((one) => folderPrefix(one).startsWith(prefix));
}

/** @param due photos of which something was decided that their dates do not say yet */
export async function describeRun(
  store: Store,
  run: ClockRun,
  all: ReadonlyMap<Sha1, DateDecision>,
  due: ReadonlySet<Sha1> = NOTHING_DUE,
): Promise<DateRun> {
  const { id, camera, folders, keys, verdict, clockStartMillis, clockEndMillis } = run;
  const decided = keys.flatMap((sha1) => all.get(sha1) ?? []);
  const proposal = proposalOf(run);
  return {
    id,
    camera,
    folders,
    photos: keys.length,
    sample: keys[Math.floor(keys.length / 2)]!,
    state: stateOf(run, all),
    clock: { startMillis: clockStartMillis, endMillis: clockEndMillis },
    proposal,
    now: await extentNow(store, run, all, due),
    reasons: verdict.reasons,
    decision: summaryOf(decided, clockStartMillis),
  };
}

export function stateOf(run: ClockRun, decisions: ReadonlyMap<Sha1, DateDecision>): DateRun['state'] {
  if (run.keys.some((sha1) => decisions.has(sha1))) return 'decided';
  return run.verdict.standing === 'shifted' ? 'shifted' : 'doubtful';
}

/** What a run's verdict would have its photos be; null where it does not say. */
export function proposalOf({ verdict, clockStartMillis, clockEndMillis }: ClockRun): ShiftProposal | null {
  const { standing, offsetMillis, uncertaintyMillis, confidence } = verdict;
  if (standing === 'right' || (standing === 'doubtful' && offsetMillis === 0)) return null;
  return {
    shiftMillis: offsetMillis,
    words: shiftInWords(offsetMillis, clockStartMillis),
    uncertaintyMillis,
    confidence,
    proposed: { startMillis: clockStartMillis + offsetMillis, endMillis: clockEndMillis + offsetMillis },
  };
}

/** From the first to the last photo as they are dated now, and those that are due as they will be. */
async function extentNow(
  store: Store,
  run: ClockRun,
  decisions: ReadonlyMap<Sha1, DateDecision>,
  due: ReadonlySet<Sha1>,
): Promise<WallInterval | null> {
  const dated = run.keys.filter((sha1) => !due.has(sha1));
  let extent: WallInterval | null = null;
  for (let start = 0; start < dated.length; start += PAGE) {
    const times = await store.photos.captureTimesOf(dated.slice(start, start + PAGE));
    for (const time of times.values()) extent = widened(extent, time.wallMillis);
  }
  if (dated.length === run.keys.length) return extent;
  // A photo's own clock is in its metadata: of those that are shifted the ends of the run are told.
  const shifted = new Set<number>();
  for (const sha1 of run.keys) {
    if (!due.has(sha1)) continue;
    const decision = decisions.get(sha1);
    if (decision === undefined)
      shifted.add(run.verdict.standing === 'shifted' ? run.verdict.offsetMillis : 0);
    else if (decision.kind === 'shift') shifted.add(decision.shiftMillis);
    else extent = widened(extent, (decision.interval.startMillis + decision.interval.endMillis) / 2);
  }
  const { least, most } = extremesOf([...shifted]);
  if (shifted.size === 0) return extent;
  return widened(widened(extent, run.clockStartMillis + least), run.clockEndMillis + most);
}

function widened(extent: WallInterval | null, at: number | null): WallInterval | null {
  if (at === null) return extent;
  if (extent === null) return { startMillis: at, endMillis: at };
  return { startMillis: Math.min(extent.startMillis, at), endMillis: Math.max(extent.endMillis, at) };
}

/** @param fromMillis what the clock said of the first photo: years are counted from there */
function summaryOf(decisions: readonly DateDecision[], fromMillis: number): DecisionSummary | null {
  const [first] = decisions;
  if (first === undefined) return null;
  const kinds = new Set(decisions.map(({ kind }) => kind));
  if (kinds.size > 1) return { photos: decisions.length, words: 'set and shifted by hand' };
  return {
    photos: decisions.length,
    words: first.kind === 'shift' ? shiftWords(decisions, fromMillis) : setWords(decisions),
  };
}

function shiftWords(decisions: readonly DateDecision[], fromMillis: number): string {
  const { least, most } = extremesOf(
    decisions.flatMap((one) => (one.kind === 'shift' ? one.shiftMillis : [])),
  );
  if (least === 0 && most === 0) return 'its clock was right';
  const words = `shifted by ${shiftInWords(least, fromMillis)}`;
  return least === most ? words : `${words} to ${shiftInWords(most, fromMillis)}`;
}

function setWords(decisions: readonly DateDecision[]): string {
  const intervals = decisions.flatMap((one) => (one.kind === 'set' ? one.interval : []));
  const startMillis = extremesOf(intervals.map((one) => one.startMillis)).least;
  const endMillis = extremesOf(intervals.map((one) => one.endMillis)).most;
  return `set to ${intervalInWords({ startMillis, endMillis })}`;
}

async function decidedOutside(
  store: Store,
  sha1s: readonly Sha1[],
  { folder = '', camera = '' }: RunFilter,
): Promise<DecidedPhotos[]> {
  const groups = new Map<string, PhotoDate[]>();
  for await (const photo of photoDates(store, sha1s)) {
    if (folder !== '' && !photo.path.startsWith(folderPrefix(folder))) continue;
    if (!photo.camera.toLowerCase().includes(camera.toLowerCase())) continue;
    const key = JSON.stringify([photo.folder, photo.camera]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [photo]);
    else group.push(photo);
  }
  return [...groups.values()]
    .map((photos) => ({
      folder: photos[0]!.folder,
      camera: photos[0]!.camera,
      decision: summaryOf(
        photos.flatMap(({ decision }) => decision ?? []),
        extremesOf(photos.flatMap(({ clockMillis }) => clockMillis ?? [])).least,
      )!,
      now: photos.reduce<WallInterval | null>(
        (extent, { time }) => widened(extent, time?.wallMillis ?? null),
        null,
      ),
    }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}
