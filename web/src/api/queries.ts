import { queryOptions } from '@tanstack/react-query';
import { ask } from './ask.ts';
import type { Stage, Status, Tag, Vocabulary, Work } from './wire.ts';

/** How long the last answer took: counting half a million photos is work for the server. */
let statusMillis = 0;

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: async ({ signal }) => {
    const start = performance.now();
    const status = await ask<Status>('/status', { signal });
    statusMillis = performance.now() - start;
    return status;
  },
});

/** As often as counts may be asked while a run is at work: a tenth of the time of the thread that counts at most. */
export const statusEveryMillis = (): number => Math.max(3000, 10 * statusMillis);

/** Whether there is something to review; quick in every library. */
export const firstClusterQuery = queryOptions({
  queryKey: ['first-cluster'],
  queryFn: ({ signal }) => ask<{ total: number }>('/clusters?limit=1', { signal }),
});

const WORKERS_EVERY_MILLIS = 3000;

/** Asked again and again where there can be workers; a library in a file is asked once. */
export const workQuery = queryOptions({
  queryKey: ['workers'],
  queryFn: ({ signal }) => ask<Work>('/workers', { signal }),
  refetchInterval: (query) => (query.state.data?.isShared ? WORKERS_EVERY_MILLIS : false),
});

/** The pipeline's order never changes while the program runs. */
export const stagesQuery = queryOptions({
  queryKey: ['stages'],
  queryFn: ({ signal }) => ask<Stage[]>('/stages', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const vocabularyQuery = queryOptions({
  queryKey: ['vocabulary'],
  queryFn: ({ signal }) => ask<Vocabulary>('/vocabulary', { signal }),
  staleTime: 60_000,
});

/** Every name in use with its photos: to be asked when somebody types. */
export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: ({ signal }) => ask<(Tag & { photos: number })[]>('/tags', { signal }),
  staleTime: 600_000,
});
