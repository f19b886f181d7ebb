import { queryOptions } from '@tanstack/react-query';
import { ask } from './ask.ts';
import type { Stage, Status, Tag, Vocabulary } from './wire.ts';

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => ask<Status>('/status', { signal }),
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

export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: ({ signal }) => ask<(Tag & { photos: number })[]>('/tags', { signal }),
  staleTime: 60_000,
});
