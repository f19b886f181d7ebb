import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { type AskProblem, ask, post } from '../../../api/ask.ts';
import { vocabularyEvents } from '../../../api/vocabulary-events.ts';
import type {
  VocabularyChanges,
  VocabularyJob,
  VocabularyJobAnswer,
  VocabularyOrder,
  VocabularyPreview,
  VocabularyTerms,
} from '../../../api/wire.ts';

export const termsQuery = queryOptions({
  queryKey: ['vocabulary-terms'],
  queryFn: ({ signal }) => ask<VocabularyTerms>('/vocabulary/terms', { signal }),
});

const changesQuery = queryOptions({
  queryKey: ['vocabulary-changes'],
  queryFn: ({ signal }) => ask<VocabularyChanges>('/vocabulary/changes', { signal }),
});

export interface VocabularyState {
  readonly terms: ReturnType<typeof useQuery<VocabularyTerms>>;
  readonly changes: ReturnType<typeof useQuery<VocabularyChanges>>;
  /** At work, or the last one. */
  readonly job: VocabularyJob | null;
  readonly ask: (order: VocabularyOrder, dryRun: boolean) => void;
  readonly cancel: () => void;
  readonly isAsking: boolean;
  /** When the job began that this window asked for; null where it asked for none. */
  readonly asked: string | null;
  readonly error: AskProblem | null;
  readonly forget: () => void;
}

/** The words as they are, and the change as the server tells it. */
export function useVocabulary(): VocabularyState {
  const queries = useQueryClient();
  useEffect(() => vocabularyEvents.open(), []);
  const job = useSyncExternalStore(vocabularyEvents.subscribe, () => vocabularyEvents.state);
  const terms = useQuery(termsQuery);
  const changes = useQuery(changesQuery);
  const sending = useMutation<VocabularyJobAnswer, AskProblem, { path: string; body?: unknown }>({
    mutationFn: ({ path, body }) => post<VocabularyJobAnswer>(path, body),
    onSuccess: ({ job }) => {
      // The stream may have told more by now.
      if (job !== null && job.startedAt !== vocabularyEvents.state?.startedAt) vocabularyEvents.tell(job);
    },
  });
  const wasMade = useRef<string | null>(null);
  const made = job?.dryRun === false ? job.endedAt : null;
  useEffect(() => {
    if (made === null || wasMade.current === made) return;
    wasMade.current = made;
    // Names of tags are others now, wherever they were asked for.
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'config' });
  }, [made, queries]);
  return {
    terms,
    changes,
    job,
    ask: (order, dryRun) => sending.mutate({ path: '/vocabulary/changes', body: { order, dryRun } }),
    cancel: () => sending.mutate({ path: '/vocabulary/job/cancel' }),
    isAsking: sending.isPending,
    asked: sending.data?.job?.startedAt ?? null,
    error: sending.error,
    forget: () => sending.reset(),
  };
}

/** What the file and the sidecars would say, of a dry run that has ended. */
export const usePreview = (job: VocabularyJob | null) =>
  useQuery({
    queryKey: ['vocabulary-preview', job?.id, job?.startedAt],
    queryFn: ({ signal }) => ask<VocabularyPreview>('/vocabulary/job/preview', { signal }),
    enabled: job?.dryRun === true && job.endedAt !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
