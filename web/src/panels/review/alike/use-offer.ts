import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { post } from '../../../api/ask.ts';
import type { Alike, AnswerPart, Cluster } from '../../../api/wire.ts';
import { answerOf, askedOf, countAlike, partKey, usualParts } from './answer.ts';

/** Who goes on at once is not asked: the server has better things to do. */
const REST_MILLIS = 350;

export const alikeQuery = (cluster: string, answer: readonly AnswerPart[]) =>
  queryOptions({
    queryKey: ['alike', cluster, JSON.stringify(answer)],
    queryFn: () => post<Alike>(`/review/clusters/${cluster}/alike`, { answer }),
    staleTime: 60_000,
    retry: false,
  });

export interface Offer {
  readonly cluster: Cluster;
  /** Clusters like it that would get the same answer. */
  readonly count: number;
  /** There may be more. */
  readonly isCutOff: boolean;
}

/**
 * Of more clusters than this the server takes some hundred megabytes to look for those that are alike: not for a number that
 * nobody asked for, only once somebody did.
 */
const MOST_UNASKED = 20_000;
let wasAsked = false;
/** Clusters that are alike were looked at: their vectors are at hand now. */
export function rememberAsked(): void {
  wasAsked = true;
}

/**
 * How many clusters the answer for one would hold for as well, once one rests there; null while nobody knows.
 * @param total clusters of the queue
 */
export function useOffer(cluster: Cluster | null, total: number): Offer | null {
  const parts = useMemo(() => (cluster === null ? [] : answerOf(cluster)), [cluster]);
  const chosen = usualParts(parts);
  const key = chosen.size === 0 ? null : `${cluster!.id} ${parts.map(partKey).join()}`;
  const rested = useRested(key);
  const { data } = useQuery({
    ...alikeQuery(cluster?.id ?? '', askedOf(parts, chosen)),
    enabled: key !== null && rested === key && (wasAsked || total <= MOST_UNASKED),
  });
  if (cluster === null || key === null || data === undefined) return null;
  const count = countAlike(data, parts, chosen);
  return count === 0 ? null : { cluster, count, isCutOff: data.isCutOff };
}

/** The value, once it has been the same for a moment. */
function useRested<Value>(value: Value): Value | null {
  const [rested, setRested] = useState<Value | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MILLIS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
