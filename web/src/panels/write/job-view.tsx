import type { WriteState } from '../../api/wire.ts';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { momentText } from '../../format/moment.ts';
import { countText } from '../../format/numbers.ts';
import { ProblemText } from '../../shell/problem-text.tsx';
import { ProgressBar } from '../../shell/progress-bar.tsx';
import { Link } from '../../shell/router.tsx';
import shell from '../../shell/shell.module.css';
import { useLanguage, useWords, type Words } from '../../words/index.ts';
import { DifferenceList } from './difference-list.tsx';
import { isAtWork, isComparisonOf, mayApply } from './job.ts';
import classes from './write.module.css';
import { applyOf, togglePaths, type WriteContext } from './write-deeds.ts';

/** The job at work or the last one: how far, what it found, and the step from looking to doing. */
export function Job({ context }: { readonly context: WriteContext }) {
  const words = useWords();
  const language = useLanguage();
  const { job } = context;
  if (job === null) {
    return (
      <section className={classes.job}>
        <p className={classes.hint} role="status">
          {context.lost === null ? words.write.never : words.write.lost[context.lost]}
        </p>
      </section>
    );
  }
  const count = (number: number): string => countText(number, language);
  const hasRows = !isAtWork(job) && job.sidecars > 0;
  return (
    <section className={classes.job} aria-busy={isAtWork(job)}>
      <div className={classes.head}>
        <h2>
          {words.write.heads[job.kind][job.dryRun ? 1 : 0]}{' '}
          {job.of !== null && words.write.ofRun(count(job.of))}
        </h2>
        <p className={classes.standing} role="status">
          {standingOf(job, words, job.endedAt === null ? '' : momentText(job.endedAt, language))}
        </p>
        {mayApply(job, context.choice) && (
          <DeedButton deed={applyOf(job.kind)} context={context} variant="filled" />
        )}
      </div>
      {isAtWork(job) && <Progress job={job} />}
      <Counts job={job} />
      <Hint context={context} job={job} />
      {job.problem && (
        <div className={shell.trouble} role="alert">
          <ProblemText problem={job.problem} />
        </div>
      )}
      {job.reasons.length > 0 && <Failures job={job} />}
      {hasRows && (
        <>
          <div className={classes.head}>
            <h3 className={classes.standing}>{words.write.differences}</h3>
            <DeedButton
              deed={togglePaths}
              context={context}
              size="compact-sm"
              isPressed={context.showsPaths}
            />
          </div>
          <DifferenceList key={`${job.id} ${job.startedAt}`} job={job} showsPaths={context.showsPaths} />
        </>
      )}
    </section>
  );
}

function standingOf(job: WriteState, { write }: Words, time: string): string {
  if (job.state === 'cancelling') return write.cancelling;
  if (job.state === 'running') return job.dryRun ? write.comparing : write.working;
  if (job.state === 'failed') return write.failed;
  if (job.state === 'cancelled') return job.dryRun ? write.cancelledDry : write.cancelled;
  return job.dryRun || job.runId === null ? write.compared(time) : write.ended(String(job.runId));
}

/** Folders of a write, sidecars of an undo or redo; where nobody knows how many there are, that it goes on. */
function Progress({ job }: { readonly job: WriteState }) {
  const words = useWords().write;
  const language = useLanguage();
  const counted = job.folders ?? job.through;
  if (counted === null) {
    return (
      <div className={classes.progress}>
        <ProgressBar label={words.working} share={null} />
      </div>
    );
  }
  const { done, total } = counted;
  const share = total === 0 ? 0 : Math.min(1, done / total);
  const said = job.folders === null ? words.through : words.folders;
  const text = said(countText(done, language), countText(total, language));
  return (
    <div className={classes.progress}>
      <ProgressBar label={text} share={share} />
      <span>{text}</span>
    </div>
  );
}

function Counts({ job }: { readonly job: WriteState }) {
  const words = useWords().write;
  const language = useLanguage();
  const { counts } = words;
  // A write tells them at its end.
  const isTold = job.kind === 'write' && (job.dryRun || !isAtWork(job));
  const all: [number, (count: number) => string, boolean][] = [
    [job.sidecars, job.dryRun ? counts.would : counts.changed, true],
    [job.whole, job.kind === 'undo' ? counts.gone : counts.fresh, isTold],
    [job.unchanged, counts.unchanged, isTold],
    [job.undone, counts.undone, false],
    [job.takenOut, counts.takenOut, false],
  ];
  return (
    <ul className={classes.counts}>
      {all.map(([count, label, always], at) =>
        count === 0 && !always ? null : (
          <li key={label(count)}>
            <b>{at === 0 ? words.sidecars(count, countText(count, language)) : countText(count, language)}</b>{' '}
            {label(count)}
          </li>
        ),
      )}
    </ul>
  );
}

/** Why nothing can be written as it stands, and the way on. */
function Hint({ job, context }: { readonly job: WriteState; readonly context: WriteContext }) {
  const words = useWords().write;
  const language = useLanguage();
  if (job.state !== 'done' || !job.dryRun) return null;
  if (job.sidecars === 0) return <Nothing job={job} />;
  if (job.photos !== null)
    return <p className={classes.warning}>{words.otherPhotos(countText(job.photos, language))}</p>;
  if (job.kind === 'write' && !isComparisonOf(job, context.choice))
    return <p className={classes.warning}>{words.otherChoice}</p>;
  if (!context.isRunning) return null;
  return (
    <p className={classes.warning}>
      {words.runAtWork} <Link to="/run">{words.toRun}</Link>
    </p>
  );
}

function Nothing({ job }: { readonly job: WriteState }) {
  const { nothing, toReview } = useWords().write;
  if (job.reasons.length > 0) return null;
  if (job.kind !== 'write') return <p className={classes.hint}>{nothing.back}</p>;
  if (job.unchanged > 0) return <p className={classes.hint}>{nothing.same}</p>;
  return (
    <p className={classes.hint}>
      {job.reviewed ? nothing.reviewed : nothing.proposed} <Link to="/review">{toReview}</Link>
    </p>
  );
}

/** By reason, which says what to do as well, with some of the photos. */
function Failures({ job }: { readonly job: WriteState }) {
  const words = useWords().write;
  const language = useLanguage();
  return (
    <section className={classes.failures}>
      <h3>{words.failures}</h3>
      <ul>
        {job.reasons.map(({ reason, count, examples }) => (
          <li key={reason}>
            <p>
              <b>{words.failure(count, countText(count, language))}</b> {reason}
            </p>
            <ul className={classes.examples}>
              {examples.map((example) => (
                <li key={example}>{example}</li>
              ))}
              {examples.length < count && <li>…</li>}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
