import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { DateRun } from '../../api/wire.ts';
import { countText, shareText } from '../../format/numbers.ts';
import { shiftText, wallMillis } from '../../format/shift.ts';
import { intervalText } from '../../format/wall-time.ts';
import { CHECK } from '../../shell/icons.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import { thumbnailUrl } from '../review/pictures.ts';
import classes from './dates.module.css';
import type { DatesPanelState } from './use-dates.ts';

const ROW_PX = 108;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 10;

/** The last part of a folder's path, with the one before it. */
export const shortFolder = (path: string): string => path.split(/[\\/]/).slice(-2).join('/');

/** The runs of all pages; only the rows on the screen are there. */
export function RunList({ panel }: { readonly panel: DatesPanelState }) {
  const words = useWords().dates;
  const { context, runs, list, total } = panel;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  const { at } = context;
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  const items = virtual.getVirtualItems();
  const last = Math.max(items.at(-1)?.index ?? 0, at);
  useEffect(() => {
    if (last + AHEAD >= runs.length && list.hasNextPage && !list.isFetchingNextPage)
      void list.fetchNextPage();
  }, [last, runs.length, list]);
  return (
    <div ref={scroller} className={classes.list}>
      <ul style={{ height: virtual.getTotalSize() }} aria-label={words.runs}>
        {items.map(({ index, start }) => (
          <li
            key={runs[index]!.id}
            aria-setsize={total}
            aria-posinset={index + 1}
            className={classes.rowPlace}
            style={{ transform: `translateY(${start}px)` }}
          >
            <Row run={runs[index]!} isCurrent={index === at} panel={panel} onGo={() => context.go(index)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Row(props: {
  readonly run: DateRun;
  readonly isCurrent: boolean;
  readonly panel: DatesPanelState;
  readonly onGo: () => void;
}) {
  const { run, isCurrent, panel, onGo } = props;
  const words = useWords().dates;
  const language = useLanguage();
  const isPending = panel.isPending(run);
  const taken = run.state === 'doubtful' ? (run.proposal?.proposed ?? null) : run.now;
  return (
    <button
      type="button"
      className={classes.row}
      aria-current={isCurrent}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onGo}
    >
      <img src={thumbnailUrl(run.sample)} alt="" width="64" height="64" />
      <span className={classes.rowText}>
        <b>{run.camera}</b>
        <span className={classes.dim} title={run.folders.join('\n')}>
          {words.photoCount(run.photos, countText(run.photos, language))} ·{' '}
          {words.inFolder(shortFolder(run.folders[0] ?? ''), run.folders.length - 1)}
        </span>
        <span>
          <State run={run} isPending={isPending} />
        </span>
        <span className={classes.rowWhen}>
          {intervalText(run.clock.start, run.clock.end, language)}
          {taken !== null && (
            <>
              {' → '}
              {intervalText(taken.start, taken.end, language)}
            </>
          )}
        </span>
      </span>
    </button>
  );
}

/** Whether it is decided, and how sure what was made of it is. */
export function State({ run, isPending }: { readonly run: DateRun; readonly isPending: boolean }) {
  const words = useWords().dates;
  const language = useLanguage();
  const state = isPending ? 'pending' : run.state;
  const sure = run.state === 'shifted' && run.proposal !== null && !isPending;
  return (
    <span className={classes.state} data-state={state}>
      {state === 'decided' && CHECK}
      {words.states[state]}
      {sure && `, ${words.sure(shareText(run.proposal!.confidence, language))}`}
    </span>
  );
}

export function shiftOfRun(run: DateRun, words: ReturnType<typeof useWords>['dates']): string {
  const { proposal, clock, now, state } = run;
  if (state === 'decided')
    return now === null
      ? ''
      : shiftText(wallMillis(now.start) - wallMillis(clock.start), wallMillis(clock.start), words);
  return proposal === null
    ? words.notShifted
    : shiftText(proposal.shiftMillis, wallMillis(clock.start), words);
}
