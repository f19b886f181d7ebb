import { useEffect, useId, useRef, useState } from 'react';
import type { AlikeRow, Cluster, Decision } from '../../../api/wire.ts';
import { DeedButton } from '../../../deeds/deed-button.tsx';
import { showInHelp } from '../../../deeds/help.tsx';
import { useDeedKeys } from '../../../deeds/use-deed-keys.ts';
import { countText, shareText } from '../../../format/numbers.ts';
import { intervalText } from '../../../format/wall-time.ts';
import { CHECK, CROSS } from '../../../shell/icons.tsx';
import { Empty, Trouble } from '../../../shell/notice.tsx';
import shell from '../../../shell/shell.module.css';
import { useKept } from '../../../state/kept.ts';
import { useLanguage, useWords } from '../../../words/index.ts';
import { GAP_PX, thumbnailPx } from '../../search/grid.ts';
import { useTileLayout } from '../../search/use-tile-layout.ts';
import { Tile } from '../grid/tile.tsx';
import { TILE_SIZES_PX, tileSize } from '../grid/tile-size.ts';
import { thumbnailUrl } from '../pictures.ts';
import classes from './alike.module.css';
import { ALIKE_DEEDS, cancel, confirm, toggleAll } from './alike-deeds.ts';
import { partKey, tagsGiven } from './answer.ts';
import { type AlikeState, useAlike } from './use-alike.ts';
import { rememberAsked } from './use-offer.ts';

interface Props {
  /** Whose answer it is. */
  readonly of: Cluster;
  readonly onClose: () => void;
  readonly onDecide: (decisions: readonly Decision[], clusters: readonly string[]) => void;
}

/** The same answer for clusters that are like one: what would get it, what would be held back; and then one deed. */
export function AlikeView({ of, onClose, onDecide }: Props) {
  const words = useWords();
  const [columns, setColumns] = useState(1);
  const alike = useAlike({ of, columns, onClose, onDecide });
  const { context, answer, rows } = alike;
  useDeedKeys(ALIKE_DEEDS, context);
  useEffect(() => showInHelp(ALIKE_DEEDS), []);
  useEffect(rememberAsked, []);
  return (
    <section className={classes.view} aria-label={words.review.alike.name}>
      <Head of={of} alike={alike} />
      {answer.error !== null ? (
        <div className={classes.rest}>
          <Trouble error={answer.error} onRetry={() => void answer.refetch()} />
        </div>
      ) : answer.data === undefined ? (
        <p className={`${shell.loading} ${classes.rest}`}>{words.review.alike.looking}</p>
      ) : rows.length === 0 ? (
        <div className={classes.rest}>
          <Empty
            title={words.review.alike.noneTitle}
            text={answer.data.isComparable ? words.review.alike.none : words.review.alike.noVector}
          />
        </div>
      ) : (
        <Rows alike={alike} onColumns={setColumns} />
      )}
      <div className={classes.foot}>
        <p role="status">
          {words.review.alike.applies(alike.totals.clusters, alike.totals.photos, alike.totals.held)}
        </p>
        <div className={classes.footDeeds}>
          <DeedButton deed={cancel} context={context} />
          <DeedButton deed={confirm} context={context} variant="filled" leftSection={CHECK} data-main />
        </div>
      </div>
    </section>
  );
}

/** Whose answer, what it is, and how sure one may be of others. */
function Head({ of, alike }: { readonly of: Cluster; readonly alike: AlikeState }) {
  const words = useWords().review.alike;
  const language = useLanguage();
  const { context, parts, chosenParts, answer } = alike;
  const { before = [], cut, isCutOff = false } = answer.data ?? {};
  const said = before.filter((one, place) => one.decided > 0 && chosenParts.has(partKey(parts[place]!)));
  const [decided, same] = said.reduce(([all, right], one) => [all + one.decided, right + one.same], [0, 0]);
  return (
    <div className={classes.head}>
      <img src={thumbnailUrl(of.medoid, 320)} alt={words.ofThis} className={classes.medoid} />
      <div className={classes.headText}>
        <h1>{words.title(alike.alike)}</h1>
        <ul className={classes.parts} aria-label={words.parts}>
          {parts.map((part, place) => (
            <li key={partKey(part)}>
              <button
                type="button"
                className={classes.part}
                data-verdict={part.verdict}
                aria-pressed={chosenParts.has(partKey(part))}
                title={part.isByHand ? words.byHand : undefined}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => context.togglePart(place)}
              >
                {part.verdict === 'accept' ? CHECK : CROSS}
                <span className="hidden">{words.part[part.verdict]} </span>
                <span className={classes.partName}>{part.tag.name}</span>
                <small>{chosenParts.has(partKey(part)) ? alike.countOf(place) : words.left}</small>
              </button>
            </li>
          ))}
        </ul>
        {cut !== undefined && (
          <p className={classes.dim}>
            {words.cut[cut.basis](shareText(1 - cut.distance, language))}{' '}
            {decided > 0 && <b>{words.before(decided, same)}</b>} {isCutOff && words.cutOff}
          </p>
        )}
      </div>
      <DeedButton deed={toggleAll} context={context} size="compact-sm" className={classes.all ?? ''} />
    </div>
  );
}

/** Nearest first; behind a line those that are less alike, which get the answer only where they are chosen. */
function Rows({
  alike,
  onColumns,
}: {
  readonly alike: AlikeState;
  readonly onColumns: (columns: number) => void;
}) {
  const words = useWords().review.alike;
  const { context, rows, alike: count } = alike;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { columns, tilePx } = useTileLayout(scroller, TILE_SIZES_PX[Number(useKept(tileSize))]);
  useEffect(() => onColumns(columns), [columns, onColumns]);
  useEffect(() => scroller.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    scroller.current?.querySelector(`[data-place="${context.at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [context.at]);
  const tile = (row: AlikeRow, i: number) => (
    <AlikeTile key={row.id} id={`${id}-${i}`} row={row} place={i} alike={alike} tilePx={tilePx} />
  );
  const style = { gridTemplateColumns: `repeat(${columns}, ${tilePx}px)`, gap: GAP_PX };
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      tabIndex={0}
      role="listbox"
      aria-multiselectable="true"
      aria-label={words.name}
      aria-activedescendant={`${id}-${context.at}`}
    >
      {count > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a field set is no part of a list box
        <div role="group" aria-label={words.title(count)} className={classes.tiles} style={style}>
          {rows.slice(0, count).map(tile)}
        </div>
      )}
      {rows.length > count && (
        <>
          <p role="presentation" className={classes.line} data-first={count === 0 || undefined}>
            {words.lessAlike}
          </p>
          {/* biome-ignore lint/a11y/useSemanticElements: a field set is no part of a list box */}
          <div role="group" aria-label={words.lessAlike} className={classes.tiles} style={style}>
            {rows.slice(count).map((row, i) => tile(row, count + i))}
          </div>
        </>
      )}
    </div>
  );
}

function AlikeTile(props: {
  readonly id: string;
  readonly row: AlikeRow;
  readonly place: number;
  readonly alike: AlikeState;
  readonly tilePx: number;
}) {
  const { id, row, place, alike, tilePx } = props;
  const words = useWords().review;
  const language = useLanguage();
  const [failed, setFailed] = useState(false);
  const { context, parts, chosenParts } = alike;
  const given = tagsGiven(row, parts, chosenParts);
  const held = Math.max(0, ...given.map((tag) => tag.held));
  const isSome = given.length < chosenParts.size;
  const when = intervalText(row.start, null, language) || words.noTime;
  const likeness = words.alike.likeness(shareText(Math.max(0, 1 - row.distance), language));
  const names = given.map((tag) => parts[tag.place]!.tag.name).join(', ');
  const text = [held > 0 && words.heldBack(held, countText(held, language)), isSome && names]
    .filter(Boolean)
    .join(' · ');
  return (
    <div data-place={place} role="presentation">
      <Tile
        id={id}
        place={place}
        setSize={alike.rows.length}
        tilePx={tilePx}
        picture={failed ? null : thumbnailUrl(row.medoid, thumbnailPx(tilePx, devicePixelRatio))}
        onPictureError={() => setFailed(true)}
        isSelected={alike.isChosen(row)}
        isCurrent={place === context.at}
        isPeople={row.people === 'people'}
        count={row.members}
        badge={null}
        title={likeness}
        text={text || when}
        more={[text && when, words.photos(row.members, countText(row.members, language))]
          .filter(Boolean)
          .join(', ')}
        onClick={() => context.toggle(place)}
        onToggle={() => context.toggle(place)}
      />
    </div>
  );
}
