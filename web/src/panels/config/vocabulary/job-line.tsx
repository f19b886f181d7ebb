import { Button } from '@mantine/core';
import type { VocabularyJob } from '../../../api/wire.ts';
import { countText } from '../../../format/numbers.ts';
import { ProgressBar } from '../../../shell/progress-bar.tsx';
import { useLanguage, useWords } from '../../../words/index.ts';
import common from '../config.module.css';
import fields from '../form.module.css';
import { isAtWork } from './terms.ts';
import classes from './vocabulary.module.css';

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
    <div className={common.note} role="status">
      <b>{words.atWork(words.titles[job.kind] ?? job.kind)}</b>
      <Progress job={job} />
      <span className={fields.rowDeeds}>
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
      <ProgressBar label={text} share={share} />
      <span>{text}</span>
    </div>
  );
}
