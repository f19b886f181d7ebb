import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { post } from '../../api/ask.ts';
import { workQuery } from '../../api/queries.ts';
import type { Work } from '../../api/wire.ts';
import { isActive, type SharedRunsContext } from './shared-run-deeds.ts';

/**
 * The runs of workers, as the server tells them, and what can be done to them.
 * @param own number of the run that the page ordered; null where it has none
 */
export function useSharedRuns(own: number | null) {
  const queries = useQueryClient();
  const work = useQuery(workQuery).data ?? null;
  const [place, mark] = useState(0);
  const changing = useMutation({
    mutationFn: ({ id, deed }: Parameters<SharedRunsContext['change']>[0]) =>
      post<Work>(`/workers/runs/${id}/${deed}`),
    onMutate: () => queries.cancelQueries({ queryKey: workQuery.queryKey }),
    onSuccess: (changed) => queries.setQueryData(workQuery.queryKey, changed),
    onError: () => queries.invalidateQueries({ queryKey: workQuery.queryKey }),
  });
  const runs = useMemo(() => {
    const all = work?.runs ?? [];
    return [...all.filter(isActive), ...all.filter((run) => !isActive(run))];
  }, [work]);
  const active = runs.filter(isActive).length;
  const before = useRef(active);
  useEffect(() => {
    // What a run changed is in all that was asked before; whoever ordered it.
    if (active < before.current) void queries.invalidateQueries();
    before.current = active;
  }, [active, queries]);
  // What was ordered here shows at once, and not when the workers are asked again.
  useEffect(() => {
    if (own !== null) void queries.invalidateQueries({ queryKey: workQuery.queryKey });
  }, [own, queries]);
  const context: SharedRunsContext = {
    runs,
    marked: Math.min(place, Math.max(0, active - 1)),
    isAsking: changing.isPending,
    mark,
    change: changing.mutate,
  };
  return { work, context, isAtWork: active > 0, error: changing.error };
}
