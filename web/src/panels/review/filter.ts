import type { QueueRequest } from '../../api/wire.ts';

/** What is asked for. Kept in the address, so that a link or a reload shows the same. */
export interface Filter {
  readonly order: 'time' | 'size' | 'unsure' | 'teach';
  readonly state: 'open' | 'decided' | 'all';
  readonly from: string;
  readonly to: string;
  readonly camera: string;
  readonly tag: string;
  /** Id of a time window. */
  readonly window: string;
  readonly people: 'any' | 'yes' | 'no';
  /** 0 to 1; empty: any. */
  readonly leastTrust: string;
  readonly leastMembers: string;
}

export const NO_FILTER: Filter = {
  order: 'time',
  state: 'open',
  from: '',
  to: '',
  camera: '',
  tag: '',
  window: '',
  people: 'any',
  leastTrust: '',
  leastMembers: '',
};

const CHOICES: Partial<Record<keyof Filter, readonly string[]>> = {
  order: ['time', 'size', 'unsure', 'teach'],
  state: ['open', 'decided', 'all'],
  people: ['any', 'yes', 'no'],
};

/** Whatever somebody wrote into the address: what makes no sense is left out. */
export function readFilter(search: string): Filter {
  const given = new URLSearchParams(search);
  const filter: Record<string, string> = { ...NO_FILTER };
  for (const key of Object.keys(NO_FILTER) as (keyof Filter)[]) {
    const value = given.get(key)?.trim();
    if (!value || CHOICES[key]?.includes(value) === false) continue;
    if (key === 'leastTrust' && !(Number(value) > 0 && Number(value) <= 1)) continue;
    if (key === 'leastMembers' && !(Number.isInteger(Number(value)) && Number(value) > 0)) continue;
    filter[key] = value;
  }
  return filter as unknown as Filter;
}

/** Only what differs from the usual; empty for the usual. */
export function filterText(filter: Filter): string {
  const changed = (Object.keys(NO_FILTER) as (keyof Filter)[]).filter(
    (key) => filter[key].trim() !== NO_FILTER[key],
  );
  if (changed.length === 0) return '';
  return `?${new URLSearchParams(changed.map((key) => [key, filter[key].trim()]))}`;
}

/** How many conditions narrow it down. */
export const conditionsOf = (filter: Filter): number =>
  (Object.keys(NO_FILTER) as (keyof Filter)[]).filter(
    (key) => key !== 'order' && key !== 'state' && filter[key] !== NO_FILTER[key],
  ).length;

export function requestOf(filter: Filter): QueueRequest {
  const { order, state, from, to, camera, tag, window, people, leastTrust, leastMembers } = filter;
  return {
    order,
    ...(state !== 'all' && { reviewed: state === 'decided' }),
    ...(from && { from }),
    ...(to && { to }),
    ...(camera && { camera }),
    ...(tag && { tag }),
    ...(window && { windowId: window }),
    ...(people !== 'any' && { people: people === 'yes' }),
    ...(leastTrust && { leastTrust: Number(leastTrust) }),
    ...(leastMembers && { leastMembers: Number(leastMembers) }),
  };
}
