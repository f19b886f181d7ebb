import { useEffect } from 'react';
import { addressOf, type Place } from './address.ts';
import { keepPlace } from './cluster-queue.ts';
import { type Filter, filterText } from './filter.ts';

/** Browsers refuse addresses that change more often; who holds a key down needs none in between. */
const REST_MILLIS = 300;

interface Where {
  readonly filter: Filter;
  readonly place: Place;
  /** Undefined while it is on its way: nothing is kept then. */
  readonly queue: string | undefined;
  readonly index: number;
  readonly total: number;
}

/** Writes where one is into the address, and keeps it for a reload. */
export function useAddress({ filter, place, queue, index, total }: Where): void {
  const { view, cluster, photo } = place;
  useEffect(() => {
    if (queue === undefined) return;
    const keep = (): void =>
      keepPlace({ filter: filterText(filter), queue, index, cluster, address: location.search });
    keep();
    if (cluster === null && index < total) return;
    const timer = setTimeout(() => {
      history.replaceState(null, '', addressOf(filter, { view, cluster, photo }));
      keep();
    }, REST_MILLIS);
    return () => clearTimeout(timer);
  }, [filter, view, cluster, photo, queue, index, total]);
}
