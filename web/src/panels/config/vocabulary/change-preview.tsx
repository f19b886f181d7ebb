import type { VocabularyJob } from '../../../api/wire.ts';
import { countText } from '../../../format/numbers.ts';
import { Trouble } from '../../../shell/notice.tsx';
import { useLanguage, useWords } from '../../../words/index.ts';
import common from '../config.module.css';
import { Difference } from '../difference.tsx';
import { usePreview } from './use-vocabulary.ts';
import classes from './vocabulary.module.css';

/** Sidecars that are listed; the rest is counted. */
const LISTED = 50;

/** What is known of the words, what the file will say, and which sidecars change. */
export function ChangePreview({ job }: { readonly job: VocabularyJob }) {
  const words = useWords().config.vocabulary;
  const language = useLanguage();
  const { data, error, refetch } = usePreview(job);
  const count = (number: number): string => countText(number, language);
  const photos = (number: number): string => words.photos(number, count(number));
  const name = ({ layer, name }: VocabularyJob['words'][number]['from']): string => `${layer}:${name}`;
  return (
    <>
      {job.words.map((word) => (
        <p key={`${word.from.layer} ${word.from.name}`}>
          {word.to !== null && <b>{words.becomes(name(word.from), name(word.to))}. </b>}
          {words.known(photos(word.photos), count(word.proposed), count(word.accepted), count(word.rejected))}
          {word.both > 0 && ` ${words.both(word.both, photos(word.both))}`}
        </p>
      ))}
      {error && <Trouble error={error} onRetry={() => void refetch()} />}
      <section>
        <h3>{words.file[job.file]}</h3>
        {job.file !== 'same' && data !== undefined && data.after !== null && (
          <Difference before={data.before ?? ''} after={data.after} label={words.file[job.file]} />
        )}
      </section>
      <section>
        <h3>{words.sidecars(job.sidecars, count(job.sidecars))}</h3>
        <ul className={common.sidecars}>
          {data?.sidecars.slice(0, LISTED).map(({ sidecar, adds, removes }) => (
            <li key={sidecar}>
              <span className={common.path}>{sidecar}</span>
              <span className={classes.keywords}>
                {removes.map((keyword) => (
                  <del key={keyword}>{keyword}</del>
                ))}
                {adds.map((keyword) => (
                  <ins key={keyword}>{keyword}</ins>
                ))}
              </span>
            </li>
          ))}
        </ul>
        {job.sidecars > LISTED && <p className={common.dim}>{words.more(count(job.sidecars - LISTED))}</p>}
      </section>
    </>
  );
}

export function ChangeReport({ job }: { readonly job: VocabularyJob }) {
  const words = useWords().config.vocabulary;
  const language = useLanguage();
  return (
    <div className={common.saved} role="status">
      <b>{job.state === 'cancelled' ? words.cancelled : words.done}</b>{' '}
      {words.changed(job.sidecars, countText(job.sidecars, language))} {job.kind === 'add' && words.isNext}
    </div>
  );
}

export function ChangeProblems({ job }: { readonly job: VocabularyJob }) {
  const words = useWords().config.vocabulary;
  if (job.reasons.length === 0) return null;
  return (
    <section className={common.warning}>
      <h3>{words.problems}</h3>
      <ul>
        {job.reasons.map(({ reason, count, examples }) => (
          <li key={reason}>
            <b>{count} ×</b> {reason}
            <ul>
              {examples.map((path) => (
                <li key={path} className={common.path}>
                  {path}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      <p>{words.problemsLater}</p>
    </section>
  );
}
