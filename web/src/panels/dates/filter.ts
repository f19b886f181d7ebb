/** What is looked at. Kept in the address, so that a link or a reload shows the same. */
export interface DatesFilter {
  readonly view: 'runs' | 'photos';
  readonly state: 'undecided' | 'doubtful' | 'shifted' | 'decided' | 'all';
  readonly kind: 'both' | 'uncertain' | 'undated';
  readonly camera: string;
  /** 0 to 1; empty: any. Runs that are at most so sure; of photos also those whose dates are trusted less. */
  readonly trust: string;
}

export const NO_FILTER: DatesFilter = {
  view: 'runs',
  state: 'undecided',
  kind: 'both',
  camera: '',
  trust: '',
};

const CHOICES: Partial<Record<keyof DatesFilter, readonly string[]>> = {
  view: ['runs', 'photos'],
  state: ['undecided', 'doubtful', 'shifted', 'decided', 'all'],
  kind: ['both', 'uncertain', 'undated'],
};
const KEYS = Object.keys(NO_FILTER) as (keyof DatesFilter)[];
const RUN = /^r[0-9a-f]{10}$/;

/** Whatever somebody wrote into the address: what makes no sense is left out. */
export function readFilter(search: string): DatesFilter {
  const given = new URLSearchParams(search);
  const filter: Record<string, string> = { ...NO_FILTER };
  for (const key of KEYS) {
    const value = given.get(key)?.trim().slice(0, 200);
    if (!value || CHOICES[key]?.includes(value) === false) continue;
    if (key === 'trust' && !(Number(value) > 0 && Number(value) <= 1)) continue;
    filter[key] = value;
  }
  return filter as unknown as DatesFilter;
}

/** The run that is open, by the address; null: the first. */
export function readRun(search: string): string | null {
  const id = new URLSearchParams(search).get('run') ?? '';
  return RUN.test(id) ? id : null;
}

/** The address' query string; empty where all is as it is at first. */
export function addressOf(filter: DatesFilter, run: string | null = null): string {
  const given = KEYS.filter((key) => filter[key].trim() !== NO_FILTER[key]).map((key) => [
    key,
    filter[key].trim(),
  ]);
  if (run !== null) given.push(['run', run]);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** How many conditions narrow it down. */
export const conditionsOf = ({ view, state, kind, camera, trust }: DatesFilter): number =>
  [
    view === 'runs' ? state !== NO_FILTER.state : kind !== NO_FILTER.kind,
    camera.trim() !== '',
    trust !== '',
  ].filter(Boolean).length;

/** Parameters of `GET /dates/runs`. */
export const runsQueryOf = ({ state, camera, trust }: DatesFilter): Record<string, string | undefined> => ({
  state: state === 'all' ? undefined : state,
  camera: camera.trim() || undefined,
  mostConfidence: trust || undefined,
});

/** Parameters of `GET /dates/doubted`. */
export const photosQueryOf = ({ kind, camera, trust }: DatesFilter): Record<string, string | undefined> => ({
  kind,
  camera: camera.trim() || undefined,
  belowTrust: trust || undefined,
});
