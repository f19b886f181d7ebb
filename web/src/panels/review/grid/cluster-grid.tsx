import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Cluster } from '../../../api/wire.ts';
import { countText } from '../../../format/numbers.ts';
import { dayText } from '../../../format/wall-time.ts';
import { useKept } from '../../../state/kept.ts';
import { useLanguage, useWords } from '../../../words/index.ts';
import { GAP_PX, thumbnailPx } from '../../search/grid.ts';
import { useTileLayout } from '../../search/use-tile-layout.ts';
import { thumbnailUrl } from '../pictures.ts';
import { openTags, questionOf } from '../tag-state.ts';
import type { Review } from '../use-review.ts';
import classes from './grid.module.css';
import { Tile } from './tile.tsx';
import { TILE_SIZES_PX, tileSize } from './tile-size.ts';

/** Under the picture. */
const CAPTION_PX = 38;

interface Props {
  readonly review: Review;
  readonly onVisible: (from: number, to: number) => void;
  readonly onColumns: (columns: number) => void;
}

/**
 * All clusters of the queue by their medoids; only the rows on the screen are there. A list box: it has the focus, and says
 * which cluster is meant, so that keys decide and never press a button by chance.
 */
export function ClusterGrid({ review, onVisible, onColumns }: Props) {
  const words = useWords().review;
  const { context, clusterAt } = review;
  const { index, total } = context;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { columns, tilePx } = useTileLayout(scroller, TILE_SIZES_PX[Number(useKept(tileSize))]);
  useEffect(() => onColumns(columns), [columns, onColumns]);
  const rowPx = tilePx + CAPTION_PX + GAP_PX;
  const virtual = useVirtualizer({
    count: Math.ceil(total / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 2,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are of another height then
  useLayoutEffect(() => virtual.measure(), [rowPx, virtual]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows lie elsewhere then
  useEffect(() => {
    if (index < total) virtual.scrollToIndex(Math.floor(index / columns), { align: 'auto' });
  }, [index, columns, rowPx, total, virtual]);
  const rows = virtual.getVirtualItems();
  const from = (rows[0]?.index ?? 0) * columns;
  const to = Math.min(total, ((rows.at(-1)?.index ?? 0) + 1) * columns) - 1;
  useEffect(() => onVisible(from, to), [from, to, onVisible]);
  useEffect(() => scroller.current?.focus({ preventScroll: true }), []);
  const places = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      tabIndex={0}
      role="listbox"
      aria-multiselectable="true"
      aria-label={words.clusters}
      aria-activedescendant={index < total ? `${id}-${index}` : undefined}
    >
      <div role="presentation" className={classes.sheet} style={{ height: virtual.getTotalSize() }}>
        {places.map((at) => (
          <ClusterTile
            key={at}
            id={`${id}-${at}`}
            at={at}
            cluster={clusterAt(at)}
            review={review}
            tilePx={tilePx}
            style={{
              width: tilePx,
              height: tilePx + CAPTION_PX,
              transform: `translate(${(at % columns) * (tilePx + GAP_PX)}px, ${Math.floor(at / columns) * rowPx}px)`,
            }}
          />
        ))}
      </div>
    </div>
  );
}

function ClusterTile(props: {
  readonly id: string;
  readonly at: number;
  readonly cluster: Cluster | null | undefined;
  readonly review: Review;
  readonly tilePx: number;
  readonly style: React.CSSProperties;
}) {
  const { id, at, cluster, review, tilePx, style } = props;
  const { review: words, shell } = useWords();
  const language = useLanguage();
  const { context } = review;
  const [failed, setFailed] = useState(false);
  if (!cluster) {
    return (
      <div
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={false}
        aria-setsize={context.total}
        aria-posinset={at + 1}
        aria-label={cluster === null ? words.gone : shell.loading}
        className={classes.tile}
        style={style}
      >
        <span className={classes.picture} style={{ height: tilePx }}>
          {cluster === null && words.gone}
        </span>
      </div>
    );
  }
  const when = cluster.start === null ? words.noTime : dayText(cluster.start, language);
  const photos = words.photos(cluster.members, countText(cluster.members, language));
  const names = cluster.tags.filter((tag) => tag.rejected === 0).map((tag) => tag.name);
  const question = questionOf(cluster);
  const onClick = (event: MouseEvent): void => {
    if (event.shiftKey) context.extendTo(at);
    else if (event.ctrlKey || event.metaKey) {
      context.toggleSelected(cluster, at);
      context.go(at);
    } else context.go(at);
  };
  return (
    <Tile
      id={id}
      place={at}
      setSize={context.total}
      style={style}
      tilePx={tilePx}
      picture={failed ? null : thumbnailUrl(cluster.medoid, thumbnailPx(tilePx, devicePixelRatio))}
      onPictureError={() => setFailed(true)}
      isSelected={context.selection.has(cluster.id)}
      isCurrent={at === context.index}
      isDecided={cluster.reviewed}
      isPeople={cluster.people === 'people'}
      count={cluster.members}
      badge={question === null ? null : `${question.tag.name}?`}
      title={when}
      text={names.length === 0 ? words.noTags : names.join(', ')}
      more={[photos, cluster.reviewed ? words.reviewed : words.announceTags(openTags(cluster).length)].join(
        ', ',
      )}
      onClick={onClick}
      onDoubleClick={() => context.setView('one')}
      onToggle={(event) => (event.shiftKey ? context.extendTo(at) : context.toggleSelected(cluster, at))}
    />
  );
}
