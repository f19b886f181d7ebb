import { type Filter, filterText, readFilter } from './filter.ts';

/** Where one is, besides the filter. Kept in the address: a link or a reload shows the same cluster. */
export interface Place {
  readonly view: 'one' | 'grid';
  /** Id; null: where the queue begins. */
  readonly cluster: string | null;
  /** SHA-1 of the photo that is shown; null: the medoid. Without a cluster it stands for the one that it is in. */
  readonly photo: string | null;
}

export const START: Place = { view: 'one', cluster: null, photo: null };

const CLUSTER = /^[\w.:-]{1,100}$/;
const SHA1 = /^[0-9a-f]{40}$/;

/** Whatever somebody wrote into the address: what makes no sense is left out. */
export function readPlace(search: string): Place {
  const given = new URLSearchParams(search);
  const matching = (key: string, pattern: RegExp): string | null => {
    const value = given.get(key) ?? '';
    return pattern.test(value) ? value : null;
  };
  return {
    view: given.get('view') === 'grid' ? 'grid' : 'one',
    cluster: matching('cluster', CLUSTER),
    photo: matching('photo', SHA1),
  };
}

export function addressOf(filter: Filter, { view, cluster, photo }: Place): string {
  const given = new URLSearchParams(filterText(filter));
  if (view === 'grid') given.set('view', view);
  if (cluster !== null) given.set('cluster', cluster);
  if (photo !== null) given.set('photo', photo);
  return given.size === 0 ? '/review' : `/review?${given}`;
}

/** The address of the cluster that a photo is in, whatever was decided on it. */
export const addressOfPhoto = (sha1: string): string =>
  addressOf({ ...readFilter(''), state: 'all' }, { ...START, photo: sha1 });
