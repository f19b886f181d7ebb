import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Cluster } from '../../api/wire.ts';
import { countText } from '../../format/numbers.ts';
import { intervalText } from '../../format/wall-time.ts';
import { CHECK, PERSON } from '../../shell/icons.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import { thumbnailUrl } from './pictures.ts';
import classes from './review.module.css';
import type { Review } from './use-review.ts';

const ROW_PX = 68;

interface Props {
  readonly review: Review;
  readonly onVisible: (from: number, to: number) => void;
  readonly onGo?: () => void;
}

/** All clusters of the queue; only the rows on the screen are there, and their pages are fetched as one scrolls. */
export function ClusterList({ review, onVisible, onGo }: Props) {
  const words = useWords().review;
  const { context, clusterAt } = review;
  const { index, total } = context;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  useEffect(() => {
    if (index < total) virtual.scrollToIndex(index, { align: 'auto' });
  }, [index, total, virtual]);
  const items = virtual.getVirtualItems();
  const [from, to] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onVisible(from, to), [from, to, onVisible]);
  return (
    <div ref={scroller} className={classes.list}>
      <ul style={{ height: virtual.getTotalSize() }} aria-label={words.clusters}>
        {items.map(({ index: at, start }) => (
          <li
            key={at}
            aria-setsize={total}
            aria-posinset={at + 1}
            className={classes.rowPlace}
            style={{ transform: `translateY(${start}px)` }}
          >
            <Row
              cluster={clusterAt(at)}
              at={at}
              review={review}
              onGo={() => {
                context.go(at);
                onGo?.();
              }}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Row(props: {
  readonly cluster: Cluster | null | undefined;
  readonly at: number;
  readonly review: Review;
  readonly onGo: () => void;
}) {
  const { cluster, at, review, onGo } = props;
  const words = useWords().review;
  const language = useLanguage();
  const { context } = review;
  if (cluster === undefined) return <div className={classes.row} aria-busy="true" />;
  if (cluster === null) return <div className={classes.row}>{words.gone}</div>;
  const photos = words.photos(cluster.members, countText(cluster.members, language));
  const when = intervalText(cluster.start, null, language) || words.noTime;
  const tags = cluster.tags
    .filter((tag) => tag.rejected === 0)
    .slice(0, 4)
    .map((tag) => tag.name)
    .join(', ');
  return (
    <div className={classes.row} data-current={at === context.index || undefined}>
      <input
        type="checkbox"
        className={classes.rowCheck}
        aria-label={`${words.deeds.select}: ${when}`}
        checked={context.selection.has(cluster.id)}
        onMouseDown={(event) => event.preventDefault()}
        onChange={() => context.toggleSelected(cluster, at)}
      />
      <button
        type="button"
        className={classes.rowMain}
        aria-current={at === context.index}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onGo}
      >
        <img src={thumbnailUrl(cluster.medoid)} alt="" width="56" height="56" />
        <span className={classes.rowText}>
          <span className={classes.rowWhen}>{when}</span>
          <span className={classes.dim}>
            {photos}
            {cluster.people === 'people' && <span title={words.peopleSet}>{PERSON}</span>}
            {cluster.reviewed && (
              <span className={classes.rowDone} title={words.reviewed}>
                {CHECK}
                <span className="hidden">{words.reviewed}</span>
              </span>
            )}
          </span>
          <span className={classes.rowTags}>{tags}</span>
        </span>
      </button>
    </div>
  );
}
