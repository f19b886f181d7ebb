import { type QueryClient, queryOptions, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { AskProblem, ask, post } from '../../api/ask.ts';
import { vocabularyQuery } from '../../api/queries.ts';
import type { Cluster, Queue, QueuePage } from '../../api/wire.ts';
import type { Place } from './address.ts';
import { type Filter, filterText, requestOf } from './filter.ts';

export const PAGE_ROWS = 20;
const MINUTES = 60_000;

export interface OpenQueue {
  readonly id: string;
  readonly total: number;
  /** Where to begin. */
  readonly start: number;
  /** The cluster of the address is none of them. */
  readonly isMissed: boolean;
  /** Clusters of which something is asked; null where that is not known any more. */
  readonly questions: number | null;
}

/** Where one was, kept by the window: a reload goes on there. */
interface KeptPlace {
  readonly filter: string;
  /** As it was then: another one is a link to somewhere else. */
  readonly address: string;
  readonly queue: string;
  readonly index: number;
  readonly cluster: string | null;
}

const PLACE_KEY = 'photo-tag.place';

export function keepPlace(place: KeptPlace): void {
  try {
    sessionStorage.setItem(PLACE_KEY, JSON.stringify(place));
  } catch {
    // A reload begins at the start of the queue then.
  }
}

function keptPlace(): KeptPlace | null {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE_KEY) ?? 'null');
  } catch {
    return null;
  }
}

/** The queue that this window had, as long as the server knows it; a new one otherwise, at the same cluster. */
async function openQueue(filter: Filter, wanted: Place): Promise<OpenQueue> {
  const place = keptPlace();
  const isLink = wanted.cluster !== null || wanted.photo !== null;
  const isSame = place?.filter === filterText(filter) && (!isLink || place.address === location.search);
  if (place !== null && isSame) {
    try {
      const { total } = await ask<QueuePage>(`/review/queues/${place.queue}?limit=1`);
      const start = Math.min(place.index, total);
      return { id: place.queue, total, start, isMissed: false, questions: null };
    } catch (error) {
      if (!isForgotten(error)) throw error;
    }
  }
  const at = isSame ? place.cluster : wanted.cluster;
  const atPhoto = at === null ? wanted.photo : null;
  const { id, total, questions, ...opened } = await post<Queue>('/review/queues', {
    ...requestOf(filter),
    ...(at !== null && { at }),
    ...(atPhoto !== null && { atPhoto }),
  });
  const isMissed = isLink && !isSame && opened.at === null;
  return { id, total, start: opened.at ?? 0, isMissed, questions };
}

const isForgotten = (error: unknown): boolean => error instanceof AskProblem && error.problem.status === 404;

/** The next queue is a new one, from its start. */
export function forgetPlace(): void {
  sessionStorage.removeItem(PLACE_KEY);
}

const pageQuery = (queue: string, page: number) =>
  queryOptions({
    queryKey: ['queue', queue, page],
    queryFn: ({ signal }) =>
      ask<QueuePage>(`/review/queues/${queue}?cursor=${page * PAGE_ROWS}&limit=${PAGE_ROWS}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10 * MINUTES,
  });

export interface ClusterQueue {
  readonly queue: OpenQueue | null;
  readonly error: unknown;
  readonly retry: () => void;
  /** Undefined while it is on its way; null where it is gone since. */
  readonly clusterAt: (index: number) => Cluster | null | undefined;
  /** Those from one place to another, fetched where they are not there; without those that are gone. */
  readonly between: (from: number, to: number) => Promise<Cluster[]>;
}

type Ranges = readonly (readonly [number, number])[];

/** Clusters that are ready beside the one that is shown. */
export const AHEAD = 4;
export const BEHIND = 1;
/** Rows of the list that are fetched beyond those in sight: a fling does not outrun the server. */
const LIST_AROUND = 40;

/**
 * What is in sight comes first: what may come next is asked for when all of that is there, so that nobody waits for it.
 * @param at the cluster that is shown; null: the one that the queue begins with
 * @param visible rows of lists on the screen
 */
export function useClusterQueue(
  filter: Filter,
  wanted: Place,
  at: number | null,
  visible: Ranges,
): ClusterQueue {
  const queries = useQueryClient();
  // Only how one came here matters: the address goes along with what is shown.
  const came = useRef({ filter, wanted });
  if (came.current.filter !== filter) came.current = { filter, wanted };
  const opened = useQuery({
    queryKey: ['open-queue', filterText(filter)],
    queryFn: async () => {
      // Whoever sees a cluster may type a word at once, and its Enter must find the words.
      const words = queries.prefetchQuery(vocabularyQuery);
      const queue = await openQueue(filter, came.current.wanted);
      await words;
      return queue;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const queue = opened.data ?? null;
  const [now, soon] = queue === null ? [[], []] : pagesFor(at ?? queue.start, visible, queue.total);
  const first = useQueries({ queries: now.map((page) => pageQuery(queue!.id, page)) });
  const isInSight = first.every((result) => !result.isPending);
  const next = useQueries({
    queries: soon.map((page) => ({ ...pageQuery(queue!.id, page), enabled: isInSight })),
  });
  const pages = [...now, ...soon];
  const results = [...first, ...next];
  const failed = results.find((result) => result.error !== null)?.error ?? null;
  const mustOpenAgain = failed !== null && isForgotten(failed);
  useEffect(() => {
    if (mustOpenAgain) void queries.invalidateQueries({ queryKey: ['open-queue'] });
  }, [mustOpenAgain, queries]);
  const loaded = results.map((result) => result.data);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is in them counts
  const byPage = useMemo(() => new Map(pages.map((page, i) => [page, loaded[i]])), [pages.join(), ...loaded]);
  return {
    queue,
    error: opened.error ?? (mustOpenAgain ? null : failed),
    retry: () => void queries.invalidateQueries(),
    clusterAt: useCallback(
      (index) => {
        const page = byPage.get(Math.floor(index / PAGE_ROWS));
        return page === undefined ? undefined : (page.rows[index % PAGE_ROWS] ?? null);
      },
      [byPage],
    ),
    between: async (from, to) => {
      if (queue === null) return [];
      const pages = await Promise.all(
        pagesOf([[from, to]], queue.total).map(async (page) => ({
          page,
          rows: (await queries.fetchQuery(pageQuery(queue.id, page))).rows,
        })),
      );
      return pages.flatMap(({ page, rows }) =>
        rows.filter((_, i) => page * PAGE_ROWS + i >= from && page * PAGE_ROWS + i <= to),
      );
    },
  };
}

function pagesFor(at: number, visible: Ranges, total: number): [now: number[], soon: number[]] {
  const now = pagesOf([[at, at], ...visible], total);
  const around = visible.map(([from, to]) => [from - LIST_AROUND, to + LIST_AROUND] as const);
  const soon = pagesOf([[at - BEHIND, at + AHEAD], ...around], total);
  return [now, soon.filter((page) => !now.includes(page))];
}

function pagesOf(ranges: Ranges, total: number): number[] {
  const last = Math.ceil(total / PAGE_ROWS) - 1;
  const pages = new Set<number>();
  for (const [from, to] of ranges) {
    for (
      let page = Math.floor(Math.max(0, from) / PAGE_ROWS);
      page * PAGE_ROWS <= to && page <= last;
      page++
    ) {
      pages.add(page);
    }
  }
  return [...pages].sort((a, b) => a - b);
}

export const isLoaded = (queries: QueryClient, id: string): boolean =>
  queries
    .getQueriesData<QueuePage>({ queryKey: ['queue'] })
    .some(([, page]) => page?.rows.some((row) => row.id === id));

/** Changes a cluster wherever it was loaded; what was asked of it stays. */
export function patchCluster(queries: QueryClient, id: string, change: (cluster: Cluster) => Cluster): void {
  queries.setQueriesData<QueuePage>({ queryKey: ['queue'] }, (page) =>
    page?.rows.some((row) => row.id === id)
      ? {
          ...page,
          rows: page.rows.map((row) =>
            row.id === id ? { ...change(row), question: row.question ?? null } : row,
          ),
        }
      : page,
  );
}
