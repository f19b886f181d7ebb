import { Button } from '@mantine/core';
import type { VocabularyJob } from '../../../api/wire.ts';
import { countText } from '../../../format/numbers.ts';
import { useLanguage, useWords } from '../../../words/index.ts';
import classes from '../config.module.css';
import { isAtWork } from './terms.ts';

/** A change that is at work while its dialog is closed: it goes on, and can be looked at again. */
export function JobLine(props: {
  readonly job: VocabularyJob | null;
  readonly isShown: boolean;
  readonly onShow: () => void;
  readonly onCancel: () => void;
}) {
  const { job, isShown, onShow, onCancel } = props;
  const words = useWords().config.vocabulary;
  if (job === null || !isAtWork(job) || isShown) return null;
  return (
    <div className={classes.note} role="status">
      <b>{words.atWork(words.titles[job.kind] ?? job.kind)}</b>
      <Progress job={job} />
      <span className={classes.rowDeeds}>
        <Button size="compact-sm" variant="default" onClick={onShow}>
          {words.show}
        </Button>
        <Button size="compact-sm" variant="default" disabled={job.state !== 'running'} onClick={onCancel}>
          {words.cancelJob}
        </Button>
      </span>
    </div>
  );
}

export function Progress({ job }: { readonly job: VocabularyJob }) {
  const words = useWords().config.vocabulary;
  const language = useLanguage();
  const { sidecars, total } = job;
  if (job.dryRun) {
    return (
      <p role="status">
        {words.looking} {sidecars > 0 && words.sidecars(sidecars, countText(sidecars, language))}
      </p>
    );
  }
  const share = total === null || total === 0 ? null : Math.min(1, sidecars / total);
  const text = words.changing(
    countText(sidecars, language),
    total === null ? '' : countText(total, language),
  );
  return (
    <div className={classes.progress}>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={text}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      >
        <span style={{ transform: `scaleX(${share ?? 0})` }} />
      </div>
      <span>{text}</span>
    </div>
  );
}
