import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { post } from '../../api/ask.ts';
import type { DateRunDetails, DatesDecided } from '../../api/wire.ts';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { countText } from '../../format/numbers.ts';
import { spanText, wallMillis } from '../../format/shift.ts';
import { intervalText } from '../../format/wall-time.ts';
import { LEFT } from '../../shell/icons.tsx';
import { Trouble } from '../../shell/notice.tsx';
import shell from '../../shell/shell.module.css';
import { useLanguage, useWords } from '../../words/index.ts';
import { fetchAhead, thumbnailUrl } from '../review/pictures.ts';
import { accept, acceptNext, back, folder, forget, keep, set, shift, takenAt } from './date-deeds.ts';
import classes from './dates.module.css';
import { EditForm } from './edit-form.tsx';
import { State, shiftOfRun, shortFolder } from './run-list.tsx';
import { TimelineView } from './timeline-view.tsx';
import type { DatesPanelState } from './use-dates.ts';

/** One run: who, why, before and after, some of its photos, and what can be said of it. */
export function RunView({ panel }: { readonly panel: DatesPanelState }) {
  const words = useWords();
  const { context, asked } = panel;
  const { details } = context;
  if (asked.error) {
    return (
      <div className={classes.detail}>
        <Trouble error={asked.error} onRetry={() => void asked.refetch()} />
      </div>
    );
  }
  if (details === null) return <p className={shell.loading}>{words.shell.loading}</p>;
  return <Details key={details.run.id} details={details} panel={panel} />;
}

function Details({ details, panel }: { readonly details: DateRunDetails; readonly panel: DatesPanelState }) {
  const words = useWords().dates;
  const language = useLanguage();
  const { context } = panel;
  const { run } = details;
  const preview = usePreview(panel);
  const [target] = preview.data?.targets ?? [];
  const isOfRun = target?.kind === 'run' && target.decided !== null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.detail} tabIndex={0} aria-label={run.camera}>
      <div className={classes.head}>
        <span className={classes.onlyNarrow}>
          <DeedButton deed={back} context={context} icon={LEFT} hidesKey />
        </span>
        <h1>{run.camera}</h1>
        <State run={run} isPending={panel.isPending(run)} />
        <span className={classes.dim}>{words.photoCount(run.photos, countText(run.photos, language))}</span>
      </div>
      <ul className={classes.folders} aria-label={words.folders}>
        {details.folders.slice(0, 6).map(({ path, photos }) => (
          <li key={path} title={path}>
            {shortFolder(path)} <span className={classes.dim}>{countText(photos, language)}</span>
          </li>
        ))}
        {details.folders.length > 6 && (
          <li className={classes.dim}>+ {countText(details.folders.length - 6, language)}</li>
        )}
      </ul>
      <TimelineView
        details={details}
        sample={context.sample}
        preview={
          isOfRun
            ? {
                shiftMillis: target.shiftMillis,
                decided: { from: wallMillis(target.decided!.start), to: wallMillis(target.decided!.end) },
              }
            : null
        }
      />
      <Facts details={details} />
      {context.draft === null ? (
        <div className={classes.deeds}>
          <DeedButton deed={acceptNext} context={context} variant="filled" />
          <DeedButton deed={accept} context={context} />
          <DeedButton deed={keep} context={context} />
          <DeedButton deed={shift} context={context} />
          <DeedButton deed={takenAt} context={context} />
          <DeedButton deed={set} context={context} />
          <DeedButton deed={folder} context={context} />
          {run.state === 'decided' && <DeedButton deed={forget} context={context} />}
        </div>
      ) : (
        <EditForm panel={panel} preview={preview} folders={details.folders} />
      )}
      <Samples details={details} panel={panel} />
    </section>
  );
}

function Facts({ details: { run } }: { readonly details: DateRunDetails }) {
  const words = useWords().dates;
  const language = useLanguage();
  const { proposal, now, reasons } = run;
  const taken = run.state === 'doubtful' ? (proposal?.proposed ?? null) : now;
  const uncertainty =
    proposal === null || run.state === 'decided' ? '' : spanText(proposal.uncertaintyMillis, words);
  return (
    <dl className={classes.facts}>
      <dt>{words.clock}</dt>
      <dd>{intervalText(run.clock.start, run.clock.end, language)}</dd>
      <dt>{run.state === 'doubtful' ? words.guess : words.now}</dt>
      <dd>
        {taken === null ? (
          words.noGuess
        ) : (
          <>
            {intervalText(taken.start, taken.end, language)}{' '}
            <span className={classes.dim}>
              {[shiftOfRun(run, words), uncertainty && words.giveOrTake(uncertainty)]
                .filter(Boolean)
                .join(', ')}
            </span>
          </>
        )}
      </dd>
      {reasons.length > 0 && (
        <>
          <dt>{words.because}</dt>
          <dd>
            <ul>
              {reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </dd>
        </>
      )}
    </dl>
  );
}

function Samples({ details, panel }: { readonly details: DateRunDetails; readonly panel: DatesPanelState }) {
  const words = useWords().dates;
  const language = useLanguage();
  const { samples, context } = panel;
  const { sample } = context;
  const place = details.photos.findIndex(({ sha1 }) => sha1 === sample);
  const photo = details.photos[place];
  useEffect(() => {
    if (sample !== null) fetchAhead(sample);
  }, [sample]);
  if (samples.length === 0) return null;
  return (
    <div className={classes.samples}>
      <h2>{words.samples}</h2>
      <ul className={classes.strip} aria-label={words.samples}>
        {samples.map((one) => (
          <li key={one.sha1}>
            <button
              type="button"
              aria-pressed={one.sha1 === sample}
              aria-label={words.samplePlace(
                one.fileName,
                countText(details.photos.indexOf(one) + 1, language),
                countText(details.photos.length, language),
              )}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => panel.showSample(one.sha1)}
            >
              <img src={thumbnailUrl(one.sha1)} alt="" width="72" height="72" />
            </button>
          </li>
        ))}
      </ul>
      {photo !== undefined && (
        <figure className={classes.shown}>
          <img src={thumbnailUrl(photo.sha1, 640)} alt={photo.fileName} />
          <figcaption>
            <b>{photo.fileName}</b>
            <span>{words.sampleClock(intervalText(photo.clock, null, language))}</span>
            {photo.now !== null && <span>{words.sampleNow(intervalText(photo.now, null, language))}</span>}
          </figcaption>
        </figure>
      )}
    </div>
  );
}

const AFTER_MILLIS = 150;

/** What the typed deed would do, asked of the server a moment after the last key. */
export function usePreview(panel: DatesPanelState) {
  const text = JSON.stringify(panel.order);
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), AFTER_MILLIS);
    return () => clearTimeout(timer);
  }, [text]);
  const isCurrent = asked === text && panel.order !== null;
  return useQuery({
    queryKey: ['date-preview', asked],
    queryFn: () => {
      const { of, deed } = JSON.parse(asked);
      return post<DatesDecided>('/dates/decide', { ...of, deed, dryRun: true });
    },
    enabled: isCurrent,
    retry: false,
    gcTime: 0,
  });
}

export type Preview = ReturnType<typeof usePreview>;
