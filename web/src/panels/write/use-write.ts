import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { ask, post } from '../../api/ask.ts';
import { runEvents } from '../../api/run-events.ts';
import type { JournalRuns, RedoOrder, UndoOrder, WriteJob, WriteOrder, WriteState } from '../../api/wire.ts';
import { writeEvents } from '../../api/write-events.ts';
import { type Choice, choiceOf, isAtWork, mayApply } from './job.ts';
import { runsShown } from './runs.ts';
import type { WriteContext } from './write-deeds.ts';

const runsQuery = queryOptions({
  queryKey: ['write-runs'],
  queryFn: ({ signal }) => ask<JournalRuns>('/write/runs', { signal }),
});

type Order =
  | { readonly path: '/write'; readonly body: WriteOrder }
  | { readonly path: '/write/undo'; readonly body: UndoOrder }
  | { readonly path: '/write/redo'; readonly body: RedoOrder }
  | { readonly path: '/write/cancel'; readonly body?: undefined };

/** The job as the server tells it, what the user chose, and what can be done. */
export function useWrite() {
  const queries = useQueryClient();
  useEffect(() => writeEvents.open(), []);
  const job = useSyncExternalStore(writeEvents.subscribe, () => writeEvents.state);
  const isKnown = useSyncExternalStore(writeEvents.subscribe, () => writeEvents.isKnown);
  const run = useSyncExternalStore(runEvents.subscribe, () => runEvents.run);
  useEffect(() => {
    if (job !== null) rememberJob(job);
  }, [job]);
  // Until the user chooses, what the job was asked for.
  const [chosen, choose] = useState<Choice | null>(null);
  const choice = chosen ?? choiceOf(job);
  const [isConfirming, setConfirming] = useState(false);
  const [showsPaths, showPaths] = useState(false);
  const [marked, mark] = useState(0);
  const runsAsked = useQuery(runsQuery);
  const runs = useMemo(() => runsShown(runsAsked.data?.rows ?? []), [runsAsked.data]);
  const sending = useMutation({
    mutationFn: ({ path, body }: Order) => post<WriteJob>(path, body),
    onSuccess: ({ write }) => {
      // The stream may have told more by now.
      const known = writeEvents.state;
      if (write !== null && write.startedAt !== known?.startedAt) writeEvents.tell(write);
    },
  });
  const endedAt = job?.dryRun === false ? job.endedAt : null;
  useEffect(() => {
    if (endedAt === null) return;
    mark(0);
    void queries.invalidateQueries({ queryKey: runsQuery.queryKey });
  }, [endedAt, queries]);

  const context: WriteContext = {
    job,
    lost: isKnown && job === null ? rememberedJob() : null,
    choice,
    isRunning: run !== null && run.endedAt === null,
    isAsking: sending.isPending,
    runs,
    marked,
    showsPaths,
    choose,
    compare: () => sending.mutate({ path: '/write', body: { ...choice, dryRun: true } }),
    confirm: () => setConfirming(true),
    cancel: () => sending.mutate({ path: '/write/cancel' }),
    mark,
    takeBack: ({ id, back }) =>
      sending.mutate({
        path: back === 'redo' ? '/write/redo' : '/write/undo',
        body: { run: id, dryRun: true },
      }),
    showPaths,
    getAudit: () => location.assign('/api/audit.csv'),
  };
  return {
    context,
    isKnown,
    // Another window may have started something since.
    isConfirming: isConfirming && mayApply(job, choice),
    error: sending.error,
    failedRuns: runsAsked.error,
    retryRuns: () => void runsAsked.refetch(),
    dismiss: () => setConfirming(false),
    apply: () => {
      setConfirming(false);
      if (mayApply(job, choice) && !isAtWork(job)) sending.mutate(orderOf(job, choice));
    },
  };
}

/** What was compared, done. */
function orderOf(job: WriteState, choice: Choice): Order {
  if (job.kind === 'write') return { path: '/write', body: { ...choice, dryRun: false } };
  return { path: `/write/${job.kind}`, body: { run: job.of!, dryRun: false } };
}

const JOB = 'photo-tag.write-job';

/** Kept as long as the window is open: the program forgets its jobs when it is started anew. */
function rememberJob({ dryRun }: WriteState): void {
  try {
    sessionStorage.setItem(JOB, dryRun ? 'compared' : 'changed');
  } catch {
    // Then it is said that nothing was compared yet, which is true of the program that is there now.
  }
}

function rememberedJob(): WriteContext['lost'] {
  try {
    const kept = sessionStorage.getItem(JOB);
    return kept === 'compared' || kept === 'changed' ? kept : null;
  } catch {
    return null;
  }
}
