import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { DoubtedPhoto } from '../../api/wire.ts';
import { shareText } from '../../format/numbers.ts';
import { intervalText } from '../../format/wall-time.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { thumbnailUrl } from '../review/pictures.ts';
import classes from './dates.module.css';
import { shortFolder } from './run-list.tsx';
import type { DatesPanelState } from './use-dates.ts';

const ROW_PX = 84;
const AHEAD = 20;

/** Photos with a doubtful date, those of a folder together; only the rows on the screen are there. */
export function PhotoList({ panel }: { readonly panel: DatesPanelState }) {
  const words = useWords().dates;
  const { context, photos, list } = panel;
  const { at } = context;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: photos.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  useEffect(() => virtual.scrollToIndex(at, { align: 'auto' }), [at, virtual]);
  const items = virtual.getVirtualItems();
  const last = Math.max(items.at(-1)?.index ?? 0, at);
  useEffect(() => {
    if (last + AHEAD >= photos.length && list.hasNextPage && !list.isFetchingNextPage)
      void list.fetchNextPage();
  }, [last, photos.length, list]);
  return (
    <div ref={scroller} className={classes.list}>
      <ul style={{ height: virtual.getTotalSize() }} aria-label={words.photos}>
        {items.map(({ index, start }) => (
          <li
            key={photos[index]!.sha1}
            aria-setsize={list.hasNextPage ? -1 : photos.length}
            aria-posinset={index + 1}
            className={classes.rowPlace}
            style={{ transform: `translateY(${start}px)` }}
          >
            <Row photo={photos[index]!} at={index} panel={panel} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Row({
  photo,
  at,
  panel,
}: {
  readonly photo: DoubtedPhoto;
  readonly at: number;
  readonly panel: DatesPanelState;
}) {
  const words = useWords().dates;
  const language = useLanguage();
  const { context, toggle } = panel;
  const isSelected = context.selection.has(photo.sha1);
  return (
    <div className={classes.photoRow} data-current={at === context.at || undefined}>
      <input
        type="checkbox"
        aria-label={`${words.deeds.select}: ${photo.fileName}`}
        checked={isSelected}
        onMouseDown={(event) => event.preventDefault()}
        onChange={() => toggle(photo.sha1)}
      />
      <button
        type="button"
        className={classes.row}
        aria-current={at === context.at}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => context.go(at)}
      >
        <img src={thumbnailUrl(photo.sha1)} alt="" width="56" height="56" />
        <span className={classes.rowText}>
          <span className={classes.rowTop}>
            <b>{photo.fileName}</b>
            <Doubt photo={photo} />
          </span>
          <span className={classes.dim} title={photo.folder}>
            {shortFolder(photo.folder)}
            {photo.camera !== '' && ` · ${photo.camera}`}
          </span>
          <span className={classes.rowWhen}>
            {photo.time === null ? words.noDate : intervalText(photo.time, null, language)}
            {photo.time !== null && ` · ${shareText(photo.trust, language)}`}
          </span>
        </span>
      </button>
    </div>
  );
}

/** Why it is in the list. */
export function Doubt({ photo }: { readonly photo: DoubtedPhoto }) {
  const words = useWords().dates;
  const state = photo.isDue ? 'due' : photo.time === null ? 'undated' : photo.uncertain ? 'uncertain' : null;
  if (state === null) return null;
  return (
    <span className={classes.state} data-state={state}>
      {words[state]}
    </span>
  );
}
