import type { DoubtedPhoto } from '../../api/wire.ts';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { countText, shareText } from '../../format/numbers.ts';
import { intervalText } from '../../format/wall-time.ts';
import { LEFT } from '../../shell/icons.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import { thumbnailUrl } from '../review/pictures.ts';
import { back, folder, forget, keep, select, selectFolder, set, shift, takenAt } from './date-deeds.ts';
import classes from './dates.module.css';
import { EditForm } from './edit-form.tsx';
import { Doubt } from './photo-list.tsx';
import { usePreview } from './run-view.tsx';
import type { DatesPanelState } from './use-dates.ts';

/** One photo with a doubtful date: what speaks about it, and what can be said of it, of its folder or of those selected. */
export function DoubtedView({
  photo,
  panel,
}: {
  readonly photo: DoubtedPhoto;
  readonly panel: DatesPanelState;
}) {
  const words = useWords();
  const language = useLanguage();
  const { dates, review } = words;
  const { context } = panel;
  const { selection } = context;
  const preview = usePreview(panel);
  const when = photo.time === null ? dates.noDate : intervalText(photo.time, null, language);
  const precision = photo.time === null ? '' : dates.precisions[photo.precision];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.detail} tabIndex={0} aria-label={photo.fileName}>
      <div className={classes.head}>
        <span className={classes.onlyNarrow}>
          <DeedButton deed={back} context={context} icon={LEFT} hidesKey />
        </span>
        <h1>{photo.fileName}</h1>
        <Doubt photo={photo} />
        {selection.size > 0 && (
          <span className={classes.selected}>
            {dates.selected(selection.size, countText(selection.size, language))}
          </span>
        )}
      </div>
      <p className={classes.path}>{photo.folder}</p>
      {context.draft === null ? (
        <div className={classes.deeds}>
          <DeedButton deed={set} context={context} variant="filled" />
          <DeedButton deed={keep} context={context} />
          <DeedButton deed={shift} context={context} />
          <DeedButton deed={takenAt} context={context} />
          <DeedButton deed={folder} context={context} />
          <DeedButton deed={select} context={context} isPressed={selection.has(photo.sha1)} />
          <DeedButton deed={selectFolder} context={context} />
          {photo.isDue && <DeedButton deed={forget} context={context} />}
        </div>
      ) : (
        <EditForm panel={panel} preview={preview} folders={[{ path: photo.folder, sample: photo.sha1 }]} />
      )}
      <div className={classes.photoFacts}>
        <img className={classes.large} src={thumbnailUrl(photo.sha1, 640)} alt={photo.fileName} />
        <dl className={classes.facts}>
          <dt>{dates.now}</dt>
          <dd>
            {when}{' '}
            <span className={classes.dim}>
              {[precision, photo.time === null ? '' : review.trust(shareText(photo.trust, language))]
                .filter(Boolean)
                .join(', ')}
            </span>
          </dd>
          {photo.camera !== '' && (
            <>
              <dt>{dates.filter.camera}</dt>
              <dd>{photo.camera}</dd>
            </>
          )}
          <dt>{dates.witnesses}</dt>
          <dd>
            <ul>
              {photo.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </dd>
        </dl>
      </div>
    </section>
  );
}
