import { Button, Switch } from '@mantine/core';
import { type ReactNode, type Ref, useState } from 'react';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { redo, undo } from '../../deeds/turn-back.ts';
import { countText, shareText } from '../../format/numbers.ts';
import { intervalText } from '../../format/wall-time.ts';
import { CHECK, FILTER, GRID, LEFT, LIST, PERSON, REDO, RIGHT, SKIP, UNDO } from '../../shell/icons.tsx';
import { Empty } from '../../shell/notice.tsx';
import shell from '../../shell/shell.module.css';
import { useLanguage, useWords } from '../../words/index.ts';
import { Chips } from './chips.tsx';
import type { Filter } from './filter.ts';
import { QuestionPart } from './question.tsx';
import { Reason } from './reason.tsx';
import classes from './review.module.css';
import * as deeds from './review-deeds.ts';
import { Saving } from './saving.tsx';
import { Stage, type StageHandle } from './stage.tsx';
import { Strip } from './strip.tsx';
import { openTags } from './tag-state.ts';
import type { Review } from './use-review.ts';

interface Props {
  readonly review: Review;
  readonly filter: Filter;
  readonly stage: Ref<StageHandle>;
  /** Where the picture is otherwise; null: the picture. */
  readonly grid: ReactNode | null;
  readonly add: ReactNode;
  readonly onChoose: (filter: Filter) => void;
}

/** One cluster: the picture, its fellows, its tags, and what one can do; or the grid of all, with the tags beside. */
export function ClusterView({ review, filter, stage, grid, add, onChoose }: Props) {
  const { review: words, panels } = useWords();
  const { context, clusterAt } = review;
  const { cluster, index, total } = context;
  const [pointed, point] = useState<number | null>(null);
  if (index >= total) {
    return (
      <div className={classes.view}>
        <div className={classes.end}>
          <Empty title={words.allDone} text={words.allDoneText}>
            <DeedButton deed={deeds.previous} context={context} />
            <Button variant="default" onClick={() => onChoose({ ...filter, state: 'open' })}>
              {words.filter.states.open}
            </Button>
            <Button variant="default" onClick={() => onChoose({ ...filter, state: 'all' })}>
              {words.showAll}
            </Button>
          </Empty>
        </div>
        <Bar review={review} />
      </div>
    );
  }
  if (cluster === null && grid === null) {
    const isGone = clusterAt(index) === null;
    return (
      <div className={classes.view}>
        <div className={classes.end}>
          {isGone ? (
            <Empty title={words.gone} text="" />
          ) : (
            <>
              <h1 className="hidden">{panels.review}</h1>
              <p className={shell.loading} aria-busy="true" />
            </>
          )}
        </div>
        <Bar review={review} />
      </div>
    );
  }
  const { shown } = context;
  const member = cluster?.photos.find(({ sha1 }) => sha1 === context.photo) ?? cluster?.photos[0];
  const marked = pointed ?? context.cursor;
  const swipe = (way: 1 | -1): void => {
    const deed = way > 0 ? deeds.next : deeds.previous;
    if (deed.isAllowed(context)) deed.run(context);
  };
  return (
    <div className={classes.view} data-view={context.view}>
      {grid ?? (
        <section className={classes.picturePart} aria-label={words.picture(member!.fileName)}>
          <Stage member={member!} handle={stage} onSwipe={swipe} />
          {cluster!.photos.length > 1 && <Strip cluster={cluster!} context={context} />}
        </section>
      )}
      <section className={classes.tagPart} aria-label={words.tagsOf} aria-busy={shown === null}>
        {shown === null || cluster === null ? (
          <h1 className="hidden">{panels.review}</h1>
        ) : (
          <>
            <Heading review={review} />
            <Whom review={review} />
            <div className={classes.tags} tabIndex={-1}>
              <QuestionPart context={context} />
              <Chips cluster={shown} context={context} onPoint={point} />
            </div>
            <AlikeOffer review={review} />
            <Reason tag={marked === null ? null : (context.tags[marked] ?? null)} members={shown.members} />
            {add}
          </>
        )}
      </section>
      <Bar review={review} />
    </div>
  );
}

/** The answer for this cluster may hold for others. */
function AlikeOffer({ review }: { readonly review: Review }) {
  const words = useWords().review;
  const { context } = review;
  const { alike } = context;
  if (context.selection.size > 0 || !deeds.sameForAlike.isAllowed(context)) return null;
  return (
    <div className={classes.alikeOffer}>
      <DeedButton
        deed={deeds.sameForAlike}
        context={context}
        text={alike === null ? undefined : words.alike.offer(alike)}
        size="compact-sm"
        fullWidth
        data-count={alike ?? undefined}
      />
    </div>
  );
}

function Heading({ review }: { readonly review: Review }) {
  const words = useWords().review;
  const language = useLanguage();
  const { context } = review;
  const { index, total } = context;
  const cluster = context.cluster!;
  const member = cluster.photos.find(({ sha1 }) => sha1 === context.photo);
  const photos = words.photos(cluster.members, countText(cluster.members, language));
  const when = intervalText(cluster.start, cluster.end, language) || words.noTime;
  const place = countText(index + 1, language);
  return (
    <header className={classes.heading}>
      <div className={classes.headLine}>
        {/* In the grid the selection may be of many: this is the one that the keys are at. */}
        <h1>{when}</h1>
        <span className={classes.place}>{words.of(place, countText(total, language))}</span>
      </div>
      <p className={classes.dim}>
        {photos}
        {member?.trust != null && ` · ${words.trust(shareText(member.trust, language))}`}
        {' · '}
        <span className={classes.file}>{member?.fileName}</span>
      </p>
      <div className={classes.people}>
        <span data-people={cluster.people}>
          {PERSON} {words.people[cluster.people]}
        </span>
        {[deeds.setPeople, deeds.liftPeople, deeds.peopleAsDetected].map((deed) =>
          deed.isAllowed(context) ? (
            <DeedButton
              key={deed.id}
              deed={deed}
              context={context}
              size="compact-xs"
              variant="subtle"
              color="gray"
              hidesKey
            />
          ) : null,
        )}
      </div>
      <p className="hidden" role="status" aria-live="polite">
        {words.announce(
          place,
          countText(total, language),
          photos,
          words.announceTags(openTags(cluster).length),
        )}
      </p>
    </header>
  );
}

/** Whom decisions are for. */
function Whom({ review }: { readonly review: Review }) {
  const words = useWords().review;
  const language = useLanguage();
  const { context } = review;
  const { selection, wholeCluster } = context;
  const cluster = context.cluster!;
  if (selection.size > 0) {
    const photos = [...selection.values()].reduce((sum, one) => sum + one.members, 0);
    return (
      <div className={classes.selection}>
        <span>{words.selected(selection.size, countText(photos, language))}</span>
        <DeedButton deed={deeds.clearSelection} context={context} size="compact-xs" />
      </div>
    );
  }
  if (cluster.members === 1) return null;
  const held = cluster.photos.filter(({ sha1 }) => context.isHeld(sha1)).length;
  const applied = cluster.members - held;
  return (
    <div className={classes.whom}>
      <Switch
        size="xs"
        checked={wholeCluster}
        onChange={() => deeds.applyToCluster.run(context)}
        aria-keyshortcuts="c"
        label={
          wholeCluster
            ? words.applies(
                applied,
                words.photos(applied, countText(applied, language)),
                held === 0 ? '' : countText(held, language),
              )
            : words.appliesToPhoto
        }
      />
      {wholeCluster && (
        <DeedButton
          deed={deeds.hold}
          context={context}
          size="compact-xs"
          variant="subtle"
          color="gray"
          isPressed={context.photo !== null && context.isHeld(context.photo)}
        />
      )}
    </div>
  );
}

/** What came of the last deed, and the deeds on the whole cluster. */
function Bar({ review }: { readonly review: Review }) {
  const { context, told } = review;
  const words = useWords().review;
  const { alikeLast, view } = context;
  return (
    <div className={classes.bar}>
      <div className={classes.told}>
        <span role="status" aria-live="polite">
          {told}
        </span>
        {alikeLast !== null && (
          <DeedButton
            deed={deeds.sameForAlikeLast}
            context={context}
            text={words.alike.offerLast(alikeLast)}
            size="compact-xs"
          />
        )}
        <Saving />
      </div>
      <div className={classes.barDeeds} data-bar>
        <DeedButton deed={deeds.list} context={context} icon={LIST} hidesKey data-narrow />
        <DeedButton deed={deeds.filter} context={context} icon={FILTER} hidesKey data-narrow />
        <DeedButton
          deed={deeds.showGrid}
          context={context}
          icon={GRID}
          isPressed={view === 'grid'}
          hidesKey
          data-narrow
        />
        <DeedButton deed={undo} context={context} icon={UNDO} hidesKey />
        <DeedButton deed={redo} context={context} icon={REDO} hidesKey data-roomy />
        <DeedButton deed={deeds.previous} context={context} icon={LEFT} hidesKey />
        <DeedButton deed={deeds.skip} context={context} icon={SKIP} hidesKey data-roomy />
        <DeedButton deed={deeds.rejectAll} context={context} data-roomy />
        <DeedButton
          deed={view === 'grid' ? deeds.acceptAll : deeds.acceptNext}
          context={context}
          variant="filled"
          data-main
          leftSection={CHECK}
        />
        <DeedButton deed={deeds.next} context={context} icon={RIGHT} hidesKey />
      </div>
    </div>
  );
}
