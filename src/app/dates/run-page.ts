import type { DateDecision } from '../../domain/capture-time.ts';
import type { ClockRun } from '../../domain/clock-run.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Library } from '../library.ts';
import {
  type DateRun,
  describeRun,
  fitsRun,
  proposalOf,
  type RunFilter,
  STATE_ORDER,
  stateOf,
} from './date-runs.ts';

export interface RunPageQuery extends RunFilter {
  /** `undecided`: doubtful and shifted ones. */
  readonly state?: DateRun['state'] | 'undecided' | undefined;
  /** Only runs that are no surer than that, 0 to 1; where nothing is proposed it is 0. */
  readonly mostConfidence?: number | undefined;
  /** Where the page before ended. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface RunPage {
  readonly rows: readonly DateRun[];
  /** Of all that fit the filter, whatever their state. */
  readonly counts: Readonly<Record<DateRun['state'], number>>;
  /** How many runs there are in all pages. */
  readonly total: number;
  readonly cameras: readonly string[];
  readonly next: string | null;
}

/**
 * A page of the suspicious runs: doubtful ones first, then those that were put right, then decided ones; in each those
 * with the most photos. The cursor is a place in that order and not a number of rows: a run that is decided meanwhile
 * leaves no hole.
 */
export async function dateRunPage(
  { store }: Library,
  { state, mostConfidence, cursor, limit, ...filter }: RunPageQuery,
  due: ReadonlySet<Sha1>,
): Promise<RunPage> {
  const all = await store.dates.runs();
  const decisions = await store.dates.allDecisions();
  const counts = { doubtful: 0, shifted: 0, decided: 0 };
  const fitting: { run: ClockRun; place: string }[] = [];
  for (const run of all) {
    if (!fitsRun(run, filter)) continue;
    if (mostConfidence !== undefined && (proposalOf(run)?.confidence ?? 0) > mostConfidence) continue;
    const own = stateOf(run, decisions);
    counts[own]++;
    if (state === undefined || state === own || (state === 'undecided' && own !== 'decided')) {
      fitting.push({ run, place: placeOf(run, own) });
    }
  }
  const sorted = fitting.sort((a, b) => (a.place < b.place ? -1 : 1));
  const rest = cursor === undefined ? sorted : sorted.filter(({ place }) => place > cursor);
  const page = rest.slice(0, limit);
  const rows: DateRun[] = [];
  for (const { run } of page) rows.push(await describeRun(store, run, decisions, due));
  return {
    rows,
    counts,
    total: sorted.length,
    cameras: [...new Set(all.map(({ camera }) => camera))].sort(),
    next: page.length < rest.length ? page.at(-1)!.place : null,
  };
}

const DIGITS = 9;

/** Sorts as the runs do: by state, then by how many photos there are, then by id. */
function placeOf({ id, keys }: ClockRun, state: DateRun['state']): string {
  const photos = String(10 ** DIGITS - 1 - keys.length).padStart(DIGITS, '0');
  return `${STATE_ORDER.indexOf(state)}.${photos}.${id}`;
}

/** One of them; null where there is no such run. */
export async function dateRun(
  { store }: Library,
  id: string,
  due: ReadonlySet<Sha1>,
): Promise<{ found: ClockRun; run: DateRun; decisions: ReadonlyMap<Sha1, DateDecision> } | null> {
  const found = (await store.dates.runs()).find((run) => run.id === id);
  if (found === undefined) return null;
  const decisions = await store.dates.allDecisions();
  return { found, run: await describeRun(store, found, decisions, due), decisions };
}
