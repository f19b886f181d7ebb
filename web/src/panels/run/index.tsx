import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { post } from '../../api/ask.ts';
import { stagesQuery, statusEveryMillis, statusQuery } from '../../api/queries.ts';
import { runEvents } from '../../api/run-events.ts';
import type { Run } from '../../api/wire.ts';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { showInHelp } from '../../deeds/help.tsx';
import { useDeedKeys } from '../../deeds/use-deed-keys.ts';
import frame from '../../look/frame.module.css';
import { Trouble } from '../../shell/notice.tsx';
import { ProblemText } from '../../shell/problem-text.tsx';
import shell from '../../shell/shell.module.css';
import { useWords, type Words } from '../../words/index.ts';
import { LibraryLine } from './library-line.tsx';
import type { Asked } from './problems.tsx';
import classes from './run.module.css';
import { cancel, RUN_DEEDS, type RunContext, resume, retryFailed, start } from './run-deeds.ts';
import { SHARED_RUN_DEEDS } from './shared-run-deeds.ts';
import { SharedRuns } from './shared-runs.tsx';
import { Steps } from './steps.tsx';
import { useSharedRuns } from './use-shared-runs.ts';
import { Workers } from './workers.tsx';

export default function RunPanel() {
  const words = useWords();
  const queries = useQueryClient();
  const run = useSyncExternalStore(runEvents.subscribe, () => runEvents.run);
  const isKnown = useSyncExternalStore(runEvents.subscribe, () => runEvents.isKnown);
  const isAtWork = run !== null && run.endedAt === null;
  const stages = useQuery(stagesQuery);
  const shared = useSharedRuns(run?.shared?.id ?? null);
  const isShared = shared.work?.isShared ?? false;
  const isMoving = isAtWork || shared.isAtWork;
  const status = useQuery({ ...statusQuery, refetchInterval: isMoving ? statusEveryMillis : false });
  const [asked, ask] = useState<Asked | null>(null);
  const starting = useMutation({
    mutationFn: (order: Parameters<RunContext['start']>[0]) => post('/run', order),
  });
  const cancelling = useMutation({ mutationFn: () => post('/run/cancel') });
  useEffect(() => showInHelp(isShared ? [...RUN_DEEDS, ...SHARED_RUN_DEEDS] : RUN_DEEDS), [isShared]);
  const context: RunContext = {
    run,
    failed: status.data?.stages.reduce((sum, stage) => sum + stage.failed, 0) ?? 0,
    isAsking: starting.isPending || cancelling.isPending,
    start: starting.mutate,
    cancel: cancelling.mutate,
  };
  useDeedKeys(RUN_DEEDS, context);
  useDeedKeys(SHARED_RUN_DEEDS, shared.context);
  const error = stages.error ?? status.error;
  if (error) return <Trouble error={error} onRetry={() => void queries.invalidateQueries()} />;
  if (!stages.data || !status.data || !isKnown) return <p className={shell.loading}>{words.shell.loading}</p>;
  return (
    <div className={frame.page}>
      <div className={classes.head}>
        <h1>{words.run.title}</h1>
        <Standing run={run} />
        <div className={classes.deeds}>
          {isAtWork ? (
            <DeedButton deed={cancel} context={context} />
          ) : (
            <DeedButton deed={isUnfinished(run) ? resume : start} context={context} variant="filled" />
          )}
          {context.failed > 0 && <DeedButton deed={retryFailed} context={context} />}
        </div>
      </div>
      <LibraryLine status={status.data} />
      {(starting.error ?? cancelling.error) && <Trouble error={starting.error ?? cancelling.error} />}
      {run?.problem && (
        <div className={shell.trouble} role="alert">
          <ProblemText problem={run.problem} />
        </div>
      )}
      <Steps
        stages={stages.data}
        status={status.data}
        run={run}
        context={context}
        onProblems={ask}
        asked={asked}
      />
      {shared.work?.isShared && (
        <>
          <SharedRuns work={shared.work} context={shared.context} error={shared.error} />
          <Workers work={shared.work} />
        </>
      )}
      {run !== null && run.notices.length > 0 && (
        <section className={classes.notices}>
          <h2>{words.run.notices}</h2>
          <ul>
            {run.notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Standing({ run }: { readonly run: Run | null }) {
  const words = useWords();
  return (
    <p className={classes.standing} role="status">
      {run === null ? words.run.never : standingOf(run, words)}
    </p>
  );
}

function standingOf({ state, shared }: Run, words: Words): string {
  // Others may have told the workers something since.
  if (state === 'cancelling' || shared?.state === 'cancelling') return words.run.cancelling;
  if (state !== 'running' || shared === null) return words.run.states[state];
  const id = String(shared.id);
  return shared.state === 'paused' ? words.workers.pausedHere(id) : words.workers.runningHere(id);
}

const isUnfinished = (run: Run | null): boolean => run?.state === 'cancelled' || run?.state === 'failed';
