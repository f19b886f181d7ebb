import { useQueries, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { ask, queryOf } from '../../api/ask.ts';
import type { Differences, WriteState } from '../../api/wire.ts';
import { countText } from '../../format/numbers.ts';
import { Trouble } from '../../shell/notice.tsx';
import { Link } from '../../shell/router.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import { addressOfPhoto } from '../review/address.ts';
import { partsOf } from './job.ts';
import classes from './write.module.css';

const PAGE = 200;
const ROW_PX = 52;

const pageQuery = ({ id, startedAt }: WriteState, page: number) => ({
  // Numbers of jobs begin anew with the program.
  queryKey: ['write-differences', id, startedAt, page],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    ask<Differences>(`/write/differences${queryOf({ cursor: page * PAGE, limit: PAGE })}`, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What each sidecar gets or loses. Only the rows on the screen are there; their pages come as one scrolls. */
export function DifferenceList({
  job,
  showsPaths,
}: {
  readonly job: WriteState;
  readonly showsPaths: boolean;
}) {
  const words = useWords().write;
  const language = useLanguage();
  const scroller = useRef<HTMLElement>(null);
  const first = useQuery(pageQuery(job, 0));
  const total = first.data?.total ?? 0;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const pages = [...new Set(items.map(({ index }) => Math.floor(index / PAGE)))];
  const asked = useQueries({ queries: pages.map((page) => pageQuery(job, page)) });
  const rowAt = (index: number): Differences['rows'][number] | undefined =>
    asked[pages.indexOf(Math.floor(index / PAGE))]?.data?.rows[index % PAGE];
  const failed = [first, ...asked].find(({ error }) => error !== null);
  return (
    <>
      {failed && <Trouble error={failed.error} onRetry={() => void failed.refetch()} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it */}
      <section ref={scroller} className={classes.list} aria-label={words.differences} tabIndex={0}>
        <ul style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => (
            <li
              key={index}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={total}
              aria-posinset={index + 1}
              className={classes.row}
              data-paths={showsPaths || undefined}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Row row={rowAt(index)} isUndo={job.kind === 'undo'} showsPaths={showsPaths} />
            </li>
          ))}
        </ul>
      </section>
      {total > 0 && total < job.sidecars && (
        <p className={classes.hint}>
          {words.listed(countText(total, language), countText(job.sidecars, language))}
        </p>
      )}
    </>
  );
}

function Row(props: {
  readonly row: Differences['rows'][number] | undefined;
  readonly isUndo: boolean;
  readonly showsPaths: boolean;
}) {
  const { row, isUndo, showsPaths } = props;
  const words = useWords().write;
  if (row === undefined) return <span className={classes.dim}>{words.reading}</span>;
  const { name, folder } = partsOf(row.sidecar);
  return (
    <>
      <span className={classes.file} title={row.sidecar}>
        <span className={showsPaths ? classes.path : classes.name}>{showsPaths ? row.sidecar : name}</span>
        {row.whole && <span className={classes.fresh}>{isUndo ? words.whole : words.fresh}</span>}
        {!showsPaths && <span className={classes.folder}>{partsOf(folder).name}</span>}
        {row.photo !== null && (
          <Link to={addressOfPhoto(row.photo)} className={classes.toReview}>
            {words.review}
            <span className="hidden"> {name}</span>
          </Link>
        )}
      </span>
      <span className={classes.keywords}>
        {row.adds.map((keyword) => (
          <span key={`+${keyword}`} className={classes.added}>
            <span aria-hidden="true">+ </span>
            <span className="hidden">{words.adds} </span>
            {keyword}
          </span>
        ))}
        {row.removes.map((keyword) => (
          <span key={`-${keyword}`} className={classes.removed}>
            <span aria-hidden="true">− </span>
            <span className="hidden">{words.removes} </span>
            {keyword}
          </span>
        ))}
      </span>
    </>
  );
}
