import { useQuery } from '@tanstack/react-query';
import { type ReactNode, type Ref, useEffect, useRef } from 'react';
import { ask } from '../../api/ask.ts';
import type { Photo } from '../../api/wire.ts';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { countText, rateText, shareText } from '../../format/numbers.ts';
import { intervalText } from '../../format/wall-time.ts';
import { CROSS, LEFT, RIGHT } from '../../shell/icons.tsx';
import { Trouble } from '../../shell/notice.tsx';
import shell from '../../shell/shell.module.css';
import { useLanguage, useWords } from '../../words/index.ts';
import { fetchAhead } from '../review/pictures.ts';
import { Stage, type StageHandle } from '../review/stage.tsx';
import classes from './search.module.css';
import { back, like, next, previous, review, type SearchContext, select } from './search-deeds.ts';

interface Props {
  readonly sha1: string;
  readonly context: SearchContext;
  readonly stage: Ref<StageHandle>;
  /** The field that gives a tag. */
  readonly add: ReactNode;
}

/** One photo as large as there is room, with all that is known of it. */
export function PhotoView({ sha1, context, stage, add }: Props) {
  const words = useWords();
  const language = useLanguage();
  const photo = useQuery({
    queryKey: ['photo', sha1],
    queryFn: ({ signal }) => ask<Photo>(`/photos/${sha1}`, { signal }),
    retry: false,
  });
  const { hits, at, selection } = context;
  useEffect(() => {
    for (const near of [hits[at - 1], hits[at + 1]]) if (near !== undefined) fetchAhead(near.sha1);
  }, [hits, at]);
  const view = useRef<HTMLDivElement>(null);
  useEffect(() => view.current?.focus(), []);
  const isFound = hits[at]?.sha1 === sha1;
  return (
    <div ref={view} className={classes.view} tabIndex={-1}>
      <div className={classes.viewBar}>
        <DeedButton deed={back} context={context} icon={CROSS} hidesKey />
        <h1 className={classes.fileName}>{photo.data?.fileName ?? ''}</h1>
        {isFound && (
          <span className={classes.place}>
            {words.search.photo.place(countText(at + 1, language), countText(hits.length, language))}
          </span>
        )}
        <div className={classes.viewDeeds}>
          <DeedButton deed={previous} context={context} icon={LEFT} hidesKey />
          <DeedButton deed={next} context={context} icon={RIGHT} hidesKey />
          <DeedButton deed={like} context={context} />
          {photo.data?.clusterId != null && <DeedButton deed={review} context={context} />}
          {isFound && <DeedButton deed={select} context={context} isPressed={selection.has(sha1)} />}
        </div>
      </div>
      <div className={classes.picturePart}>{photo.data && <Stage member={photo.data} handle={stage} />}</div>
      <div className={classes.facts}>
        {photo.error ? (
          <Trouble error={photo.error} onRetry={() => void photo.refetch()} />
        ) : photo.data === undefined ? (
          <p className={shell.loading}>{words.shell.loading}</p>
        ) : (
          <Facts photo={photo.data} />
        )}
        {add}
      </div>
    </div>
  );
}

function Facts({ photo }: { readonly photo: Photo }) {
  const { search, review } = useWords();
  const language = useLanguage();
  const words = search.photo;
  const trust = photo.trust === null ? '' : review.trust(shareText(photo.trust, language));
  const when = intervalText(photo.time, null, language) || review.noTime;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.factList} tabIndex={0} aria-label={words.about}>
      <dl>
        <Fact label={words.tags}>
          {photo.tags.length === 0
            ? review.noTags
            : photo.tags.map((tag) => <TagLine key={`${tag.layer}:${tag.name}:${tag.source}`} tag={tag} />)}
        </Fact>
        <Fact label={words.date}>
          <p>{[when, trust].filter(Boolean).join(' · ')}</p>
          {photo.dateReasons.map((reason) => (
            <p key={reason} className={classes.dim} lang="en">
              {reason}
            </p>
          ))}
        </Fact>
        {photo.camera !== null && <Fact label={words.camera}>{photo.camera}</Fact>}
        {photo.lens !== null && <Fact label={words.lens}>{photo.lens}</Fact>}
        {exposureText(photo, language) !== '' && (
          <Fact label={words.exposure}>{exposureText(photo, language)}</Fact>
        )}
        {photo.people !== null && (
          <Fact label={words.people}>
            <p>{review.people[photo.people]}</p>
            {photo.peopleReason !== null && <p className={classes.dim}>{photo.peopleReason}</p>}
          </Fact>
        )}
        <Fact label={words.keywords}>
          {photo.keywords.length === 0 ? words.noKeywords : photo.keywords.join(', ')}
        </Fact>
        <Fact label={words.files}>
          {photo.paths.map((path) => (
            <p key={path}>{path}</p>
          ))}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function TagLine({ tag }: { readonly tag: Photo['tags'][number] }) {
  const { search, review } = useWords();
  const language = useLanguage();
  const state = tag.verdict ?? 'open';
  const sure = tag.probability === null ? '' : review.probability(shareText(tag.probability, language));
  return (
    <div className={classes.tag} data-state={state}>
      <p>
        <b>
          {tag.layer}:{tag.name}
        </b>{' '}
        <span className={classes.dim}>
          {[search.photo.verdicts[state], sure].filter(Boolean).join(' · ')}
        </span>
      </p>
      {tag.reason !== '' && (
        <p className={classes.dim} lang="en">
          {tag.reason}
        </p>
      )}
    </div>
  );
}

/** 1/250 s · f/8 · ISO 100 · 90 mm, of what is known. */
function exposureText(photo: Photo, language: 'en' | 'pt'): string {
  const { exposureSeconds: seconds, fNumber, iso, focalLengthMm } = photo;
  const time =
    seconds === null || seconds <= 0
      ? null
      : seconds < 0.4
        ? `1/${Math.round(1 / seconds)} s`
        : `${rateText(seconds, language)} s`;
  return [
    time,
    fNumber !== null && `f/${rateText(fNumber, language)}`,
    iso !== null && `ISO ${iso}`,
    focalLengthMm !== null && `${rateText(focalLengthMm, language)} mm`,
  ]
    .filter(Boolean)
    .join(' · ');
}
