import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { SearchHit } from '../../api/wire.ts';
import { shareText } from '../../format/numbers.ts';
import { dayText } from '../../format/wall-time.ts';
import { CHECK } from '../../shell/icons.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import { thumbnailUrl } from '../review/pictures.ts';
import { GAP_PX, type GridLayout, thumbnailPx } from './grid.ts';
import classes from './search.module.css';
import type { SearchContext } from './search-deeds.ts';
import { useTileLayout } from './use-tile-layout.ts';

interface Props {
  readonly context: SearchContext;
  readonly onColumns: (columns: number) => void;
}

/** The photos that were found; only the rows near the screen are there. The arrows move the focus (roving tabindex). */
export function PhotoGrid({ context, onColumns }: Props) {
  const words = useWords().search;
  const { hits, at } = context;
  const scroller = useRef<HTMLDivElement>(null);
  const layout = useTileLayout(scroller);
  const { columns, tilePx } = layout;
  useEffect(() => onColumns(columns), [columns, onColumns]);
  const virtual = useVirtualizer({
    count: Math.ceil(hits.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => tilePx + GAP_PX,
    overscan: 4,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are of another height then
  useLayoutEffect(() => virtual.measure(), [tilePx, virtual]);
  useEffect(() => virtual.scrollToIndex(Math.floor(at / columns), { align: 'auto' }), [at, columns, virtual]);
  useEffect(() => {
    const focused = document.activeElement;
    // Keys that move among photos take the focus along; who types keeps it.
    if (focused !== document.body && focused?.closest('[data-tile]') == null) return;
    if (at > 0 || focused !== document.body) {
      scroller.current?.querySelector<HTMLElement>(`[data-tile="${at}"]`)?.focus({ preventScroll: true });
    }
  }, [at]);
  return (
    <div ref={scroller} className={classes.scroller}>
      <ul aria-label={words.results} className={classes.grid} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().flatMap(({ index: row, start }) =>
          hits.slice(row * columns, (row + 1) * columns).map((hit, column) => {
            const place = row * columns + column;
            return (
              <li
                key={hit.sha1}
                aria-setsize={hits.length}
                aria-posinset={place + 1}
                className={classes.tilePlace}
                style={{
                  width: tilePx,
                  height: tilePx,
                  transform: `translate(${column * (tilePx + GAP_PX)}px, ${start}px)`,
                }}
              >
                <Tile hit={hit} place={place} context={context} layout={layout} />
              </li>
            );
          }),
        )}
      </ul>
    </div>
  );
}

function Tile(props: {
  readonly hit: SearchHit;
  readonly place: number;
  readonly context: SearchContext;
  readonly layout: GridLayout;
}) {
  const { hit, place, context, layout } = props;
  const words = useWords().search;
  const language = useLanguage();
  const [failed, setFailed] = useState(false);
  const isSelected = context.selection.has(hit.sha1);
  const day = hit.day === null ? words.noDate : dayText(`${hit.day}T00:00`, language);
  const why = [
    ...hit.tags,
    ...(hit.score === null ? [] : [words.likeness(shareText(Math.max(0, hit.score), language))]),
  ].join(', ');
  const onClick = (event: MouseEvent): void => {
    if (event.shiftKey) context.extend(place);
    else if (event.ctrlKey || event.metaKey) context.toggle(place);
    else context.show(hit.sha1);
  };
  return (
    <>
      <button
        type="button"
        data-tile={place}
        className={classes.tile}
        tabIndex={place === context.at ? 0 : -1}
        data-current={place === context.at || undefined}
        data-selected={isSelected || undefined}
        aria-label={[hit.fileName, day, why, isSelected ? words.selectedMark : ''].filter(Boolean).join(', ')}
        onFocus={() => {
          if (place !== context.at) context.go(place);
        }}
        onClick={onClick}
      >
        {failed ? (
          <span className={classes.noThumbnail}>{hit.fileName}</span>
        ) : (
          <img
            src={thumbnailUrl(hit.sha1, thumbnailPx(layout.tilePx, devicePixelRatio))}
            alt=""
            draggable={false}
            onError={() => setFailed(true)}
          />
        )}
      </button>
      <span className={classes.caption} aria-hidden="true">
        <span>{day}</span>
        {why !== '' && <span>{why}</span>}
      </span>
      <button
        type="button"
        tabIndex={-1}
        className={classes.mark}
        aria-pressed={isSelected}
        aria-label={words.select(hit.fileName)}
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => (event.shiftKey ? context.extend(place) : context.toggle(place))}
      >
        {CHECK}
      </button>
    </>
  );
}
