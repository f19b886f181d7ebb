import { Button, Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { firstClusterQuery } from '../../api/queries.ts';
import { showInHelp } from '../../deeds/help.tsx';
import { useDeedKeys } from '../../deeds/use-deed-keys.ts';
import frame from '../../look/frame.module.css';
import { Empty, Trouble } from '../../shell/notice.tsx';
import { navigate, useSearch } from '../../shell/router.tsx';
import shell from '../../shell/shell.module.css';
import { useWords } from '../../words/index.ts';
import { AddTag } from './add-tag.tsx';
import { addressOf, readPlace, START } from './address.ts';
import { AlikeView } from './alike/alike-view.tsx';
import { ClusterList } from './cluster-list.tsx';
import { forgetPlace, type OpenQueue } from './cluster-queue.ts';
import { ClusterView } from './cluster-view.tsx';
import { conditionsOf, type Filter, filterText, NO_FILTER, readFilter } from './filter.ts';
import { FilterDrawer } from './filter-form.tsx';
import { GRID_DEEDS } from './grid/grid-deeds.ts';
import { GridPart } from './grid/grid-part.tsx';
import { resizeTiles } from './grid/tile-size.ts';
import { ListHead } from './list-head.tsx';
import classes from './review.module.css';
import { REVIEW_DEEDS } from './review-deeds.ts';
import { Refusals } from './saving.tsx';
import type { StageHandle } from './stage.tsx';
import { useReview } from './use-review.ts';

/** Narrower than this, the list of clusters is a drawer; the style sheet says the same. */
const WIDE = '(min-width: 1100px)';

export default function ReviewPanel() {
  const words = useWords();
  const search = useSearch();
  const filterOfAddress = filterText(readFilter(search));
  const filter = useMemo(() => readFilter(filterOfAddress), [filterOfAddress]);
  const place = readPlace(search);
  const [inList, setInList] = useState<readonly [number, number]>([0, 0]);
  const [inGrid, setInGrid] = useState<readonly [number, number]>([0, 0]);
  const [columns, setColumns] = useState(1);
  const [isFilterOpen, setFilterOpen] = useState(false);
  const [isListOpen, setListOpen] = useState(false);
  const stage = useRef<StageHandle>(null);
  const addField = useRef<HTMLInputElement>(null);
  const onVisible = useCallback((from: number, to: number) => setInList([from, to]), []);
  const onGridVisible = useCallback((from: number, to: number) => setInGrid([from, to]), []);
  const isGrid = place.view === 'grid';
  const choose = (next: Filter): void => {
    forgetPlace();
    setFilterOpen(false);
    navigate(addressOf(next, { ...START, view: place.view }));
  };
  const review = useReview(filter, place, isGrid ? [inList, inGrid] : [inList], {
    choose,
    columns,
    resizeTiles,
    toggleZoom: () => stage.current?.toggleZoom(),
    zoomBy: (factor) => stage.current?.zoomBy(factor),
    panBy: (x, y) => stage.current?.panBy(x, y),
    addTag: () => addField.current?.focus(),
    openFilter: () => setFilterOpen(true),
    openList: () => {
      if (matchMedia(WIDE).matches) document.querySelector<HTMLElement>('[data-current] button')?.focus();
      else setListOpen(true);
    },
  });
  const { context, queue, alikeOf } = review;
  const deeds = isGrid ? GRID_DEEDS : REVIEW_DEEDS;
  useDeedKeys(alikeOf === null ? deeds : NO_DEEDS, context);
  useEffect(() => (alikeOf === null ? showInHelp(deeds) : undefined), [deeds, alikeOf]);
  const add = (
    <AddTag field={addField} onAdd={({ layer, name }) => context.decide({ layer, name }, 'accept')} />
  );
  return (
    <div className={frame.full}>
      <Refusals />
      <Notices queue={queue.queue} filter={filter} onChoose={choose} />
      <div className={classes.columns}>
        <aside className={`${frame.side} ${classes.side}`}>
          <ListHead review={review} filter={filter} />
          <ClusterList review={review} onVisible={onVisible} />
        </aside>
        {queue.error ? (
          <Trouble error={queue.error} onRetry={queue.retry} />
        ) : queue.queue === null ? (
          <>
            <h1 className="hidden">{words.panels.review}</h1>
            <p className={shell.loading}>{words.shell.loading}</p>
          </>
        ) : context.total === 0 ? (
          <NothingThere filter={filter} onChoose={choose} />
        ) : alikeOf !== null ? (
          <AlikeView
            key={alikeOf.id}
            of={alikeOf}
            onClose={review.closeAlike}
            onDecide={(decisions, clusters) => review.decideAlike(alikeOf, decisions, clusters)}
          />
        ) : (
          <ClusterView
            review={review}
            filter={filter}
            stage={stage}
            grid={
              isGrid ? <GridPart review={review} onVisible={onGridVisible} onColumns={setColumns} /> : null
            }
            add={add}
            onChoose={choose}
          />
        )}
      </div>
      <FilterDrawer
        filter={filter}
        opened={isFilterOpen}
        onClose={() => setFilterOpen(false)}
        onApply={choose}
      />
      <Drawer
        opened={isListOpen}
        onClose={() => setListOpen(false)}
        title={words.review.clusters}
        position="left"
        size={340}
        padding={0}
        lockScroll={false}
        closeButtonProps={{ 'aria-label': words.shell.close }}
        classNames={{ body: classes.drawerBody!, content: classes.drawerContent! }}
      >
        <ClusterList review={review} onVisible={onVisible} onGo={() => setListOpen(false)} />
      </Drawer>
    </div>
  );
}

const NO_DEEDS: typeof REVIEW_DEEDS = [];

/** What is not as one may have expected. */
function Notices(props: {
  readonly queue: OpenQueue | null;
  readonly filter: Filter;
  readonly onChoose: (filter: Filter) => void;
}) {
  const words = useWords().review;
  const { queue, filter, onChoose } = props;
  const [dismissed, dismiss] = useState<string | null>(null);
  if (queue === null || dismissed === queue.id) return null;
  const close = (
    <Button size="compact-sm" variant="default" onClick={() => dismiss(queue.id)}>
      {words.dismiss}
    </Button>
  );
  if (queue.isMissed) {
    return (
      <div className={classes.notice} role="status">
        <p>
          {filter.state === 'all' && conditionsOf(filter) === 0 ? words.missed.gone : words.missed.filtered}
        </p>
        {close}
      </div>
    );
  }
  if (filter.order !== 'teach' || queue.questions !== 0 || queue.total === 0) return null;
  return (
    <div className={classes.notice} role="status">
      <p>{words.question.nothingToAsk}</p>
      <Button size="compact-sm" variant="default" onClick={() => onChoose({ ...filter, order: 'unsure' })}>
        {words.filter.orders.unsure}
      </Button>
      {close}
    </div>
  );
}

function NothingThere(props: { readonly filter: Filter; readonly onChoose: (filter: Filter) => void }) {
  const words = useWords().review;
  const { filter, onChoose } = props;
  const { data } = useQuery(firstClusterQuery);
  if (data?.total === 0) {
    return (
      <Empty title={words.emptyTitle} text={words.emptyLibrary}>
        <Button onClick={() => navigate('/run')}>{words.toRun}</Button>
      </Empty>
    );
  }
  const isFiltered = conditionsOf(filter) > 0;
  return (
    <Empty title={words.emptyTitle} text={isFiltered ? words.emptyFiltered : words.emptyUnreviewed}>
      <Button variant="default" onClick={() => onChoose({ ...NO_FILTER, state: 'all' })}>
        {words.showAll}
      </Button>
    </Empty>
  );
}
