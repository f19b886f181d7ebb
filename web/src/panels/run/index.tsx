import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { post } from '../../api/ask.ts';
import { stagesQuery, statusEveryMillis, statusQuery } from '../../api/queries.ts';
import { runEvents } from '../../api/run-events.ts';
import type { Run } from '../../api/wire.ts';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { showInHelp } from '../../deeds/help.tsx';
import { useDeedKeys } from '../../deeds/use-deed-keys.ts';
import { Trouble } from '../../shell/notice.tsx';
import shell from '../../shell/shell.module.css';
import { useWords } from '../../words/index.ts';
import { LibraryLine } from './library-line.tsx';
import type { Asked } from './problems.tsx';
import classes from './run.module.css';
import { cancel, RUN_DEEDS, type RunContext, resume, retryFailed, start } from './run-deeds.ts';
import { Steps } from './steps.tsx';
import { Workers } from './workers.tsx';

export default function RunPanel() {
  const words = useWords();
  const queries = useQueryClient();
  const run = useSyncExternalStore(runEvents.subscribe, () => runEvents.run);
  const isKnown = useSyncExternalStore(runEvents.subscribe, () => runEvents.isKnown);
  const isAtWork = run !== null && run.endedAt === null;
  const stages = useQuery(stagesQuery);
  const status = useQuery({ ...statusQuery, refetchInterval: isAtWork ? statusEveryMillis : false });
  const [asked, ask] = useState<Asked | null>(null);
  const starting = useMutation({
    mutationFn: (order: Parameters<RunContext['start']>[0]) => post('/run', order),
  });
  const cancelling = useMutation({ mutationFn: () => post('/run/cancel') });
  useEffect(() => showInHelp(RUN_DEEDS), []);
  const context: RunContext = {
    run,
    failed: status.data?.stages.reduce((sum, stage) => sum + stage.failed, 0) ?? 0,
    isAsking: starting.isPending || cancelling.isPending,
    start: starting.mutate,
    cancel: cancelling.mutate,
  };
  useDeedKeys(RUN_DEEDS, context);
  const error = stages.error ?? status.error;
  if (error) return <Trouble error={error} onRetry={() => void queries.invalidateQueries()} />;
  if (!stages.data || !status.data || !isKnown) return <p className={shell.loading}>{words.shell.loading}</p>;
  return (
    <div className={classes.panel}>
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
          <strong>{run.problem.message}</strong>
          <p>{run.problem.remedy}</p>
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
      <Workers />
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
  const text =
    run === null
      ? words.run.never
      : run.state === 'cancelling'
        ? words.run.cancelling
        : words.run.states[run.state];
  return (
    <p className={classes.standing} role="status">
      {text}
    </p>
  );
}

const isUnfinished = (run: Run | null): boolean => run?.state === 'cancelled' || run?.state === 'failed';
