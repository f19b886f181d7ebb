import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Work } from '../../api/wire.ts';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { momentText } from '../../format/moment.ts';
import { countText, shareText } from '../../format/numbers.ts';
import { Trouble } from '../../shell/notice.tsx';
import { ProgressBar } from '../../shell/progress-bar.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import {
  CHANGE_MARKED,
  changeRun,
  isActive,
  mayChange,
  type SharedRun,
  type SharedRunDeed,
  type SharedRunsContext,
} from './shared-run-deeds.ts';
import classes from './workers.module.css';

const ENDED_SHOWN = 3;

/** What was ordered from workers, how far it is, and what can be done about it. */
export function SharedRuns(props: {
  readonly work: Work;
  readonly context: SharedRunsContext;
  readonly error: Error | null;
}) {
  const { work, context, error } = props;
  const { workers: words } = useWords();
  const [showsAll, showAll] = useState(false);
  const { runs, marked } = context;
  const active = runs.filter(isActive);
  const shown = showsAll ? runs : runs.slice(0, active.length + ENDED_SHOWN);
  if (runs.length === 0) return null;
  return (
    <section className={classes.section}>
      <h2>{words.runs}</h2>
      <p className={classes.hint}>{words.runsHint}</p>
      {error && <Trouble error={error} />}
      <ol className={classes.runs}>
        {shown.map((run) => (
          <RunLine
            key={run.id}
            run={run}
            // One alone needs no mark to be told.
            isMarked={run === active[marked]}
            showsMark={active.length > 1}
            workers={work.workers}
            context={context}
          />
        ))}
      </ol>
      {shown.length < runs.length && (
        <Button variant="default" size="compact-sm" onClick={() => showAll(true)}>
          {words.earlier}
        </Button>
      )}
    </section>
  );
}

function RunLine(props: {
  readonly run: SharedRun;
  readonly isMarked: boolean;
  readonly showsMark: boolean;
  readonly workers: Work['workers'];
  readonly context: SharedRunsContext;
}) {
  const { run, isMarked, showsMark, workers, context } = props;
  const { workers: words } = useWords();
  const language = useLanguage();
  const name = words.run(String(run.id));
  const share = shareOf(run);
  const deeds = (['resume', 'pause', 'cancel'] as const).filter((deed) => mayChange(run, deed));
  return (
    <li
      className={classes.run}
      data-state={run.state}
      data-marked={isMarked && showsMark}
      aria-current={isMarked && showsMark ? true : undefined}
    >
      <div className={classes.runHead}>
        <h3>{name}</h3>
        <span className={classes.runState} role={isActive(run) ? 'status' : undefined}>
          {words.runStates[run.state]}
          {run.state === 'running' || run.state === 'paused' ? ` · ${shareText(share, language)}` : ''}
        </span>
        <span className={classes.runOrder}>
          <Order run={run} />, {momentText(run.startedAt, language)}
        </span>
      </div>
      {deeds.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset has a border and a legend of its own
        <div className={classes.deeds} role="group" aria-label={name}>
          {deeds.map((deed: SharedRunDeed) => (
            <DeedButton
              key={deed}
              deed={isMarked ? CHANGE_MARKED[deed] : changeRun(run, deed)}
              context={context}
              size="compact-sm"
            />
          ))}
        </div>
      )}
      {isActive(run) && <ProgressBar label={name} share={share} isStill={run.state !== 'running'} />}
      {isActive(run) && <HowFar run={run} />}
      {isActive(run) && <Missing run={run} workers={workers} />}
      {run.problem !== null && (
        <p className={classes.problem}>
          {run.problem} <span>{words.stays}</span>
        </p>
      )}
    </li>
  );
}

/** Who ordered it. */
function Order({ run }: { readonly run: SharedRun }) {
  const { workers: words } = useWords();
  if (!run.command.startsWith(FROM_PAGE)) return <code>{run.command}</code>;
  return <>{words.fromPage}</>;
}

/** As src/http/routes/runs.ts names what the page orders. */
const FROM_PAGE = 'page: ';

function HowFar({ run }: { readonly run: SharedRun }) {
  const { workers: words, run: runWords } = useWords();
  const language = useLanguage();
  const count = (number: number): string => countText(number, language);
  const done = run.steps.filter(({ state }) => state === 'done').length;
  const open = run.steps.filter(({ state }) => state === 'open');
  return (
    <p className={classes.howFar}>
      <span>{words.stagesDone(count(done), count(run.steps.length))}</span>
      {open.map((step) => (
        <span key={step.stage}>
          {runWords.stages[step.stage] ?? step.stage}
          {step.total > 0 && ` ${runWords.of(count(step.done), count(step.total))}`}
          {step.failed > 0 && <b className={classes.failed}> {words.failed(count(step.failed))}</b>}
        </span>
      ))}
    </p>
  );
}

/** Why nothing may move: nobody is there, or nobody for what is left. */
function Missing({ run, workers }: { readonly run: SharedRun; readonly workers: Work['workers'] }) {
  const { workers: words, run: runWords } = useWords();
  if (run.state === 'paused') return null;
  const there = workers.filter(({ state }) => state === 'working' || state === 'idle');
  if (there.length === 0) return <p className={classes.missing}>{words.waits}</p>;
  const lacking = run.steps.filter(
    ({ stage, state }) => state !== 'done' && !there.some(({ stages }) => stages.includes(stage)),
  );
  if (lacking.length === 0 || run.state === 'cancelling') return null;
  const names = lacking.map(({ stage }) => runWords.stages[stage] ?? stage).join(', ');
  return <p className={classes.missing}>{words.nobody(names)}</p>;
}

/** In [0, 1]: every stage counts alike, as nobody knows how long one takes. */
function shareOf({ steps }: SharedRun): number {
  const through = steps.map(({ state, done, failed, total }) =>
    state === 'done' ? 1 : total > 0 ? Math.min(1, (done + failed) / total) : 0,
  );
  return steps.length === 0 ? 0 : through.reduce((sum, one) => sum + one, 0) / steps.length;
}
