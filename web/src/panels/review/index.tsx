import { Button, Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { firstClusterQuery } from '../../api/queries.ts';
import { showInHelp } from '../../deeds/help.tsx';
import { useDeedKeys } from '../../deeds/use-deed-keys.ts';
import { Empty, Trouble } from '../../shell/notice.tsx';
import { navigate, useSearch } from '../../shell/router.tsx';
import shell from '../../shell/shell.module.css';
import { useWords } from '../../words/index.ts';
import { AddTag } from './add-tag.tsx';
import { ClusterList } from './cluster-list.tsx';
import { forgetPlace } from './cluster-queue.ts';
import { ClusterView } from './cluster-view.tsx';
import { conditionsOf, type Filter, filterText, NO_FILTER, readFilter } from './filter.ts';
import { FilterDrawer } from './filter-form.tsx';
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
  const filter = useMemo(() => readFilter(search), [search]);
  const [visible, setVisible] = useState<readonly [number, number]>([0, 0]);
  const [isFilterOpen, setFilterOpen] = useState(false);
  const [isListOpen, setListOpen] = useState(false);
  const stage = useRef<StageHandle>(null);
  const addField = useRef<HTMLInputElement>(null);
  const onVisible = useCallback((from: number, to: number) => setVisible([from, to]), []);
  const review = useReview(filter, visible, {
    toggleZoom: () => stage.current?.toggleZoom(),
    addTag: () => addField.current?.focus(),
    openFilter: () => setFilterOpen(true),
    openList: () => {
      if (matchMedia(WIDE).matches) document.querySelector<HTMLElement>('[data-current] button')?.focus();
      else setListOpen(true);
    },
  });
  const { context, queue } = review;
  useDeedKeys(REVIEW_DEEDS, context);
  useEffect(() => showInHelp(REVIEW_DEEDS), []);
  const choose = (next: Filter): void => {
    forgetPlace();
    setFilterOpen(false);
    navigate(`/review${filterText(next)}`);
  };
  const add = (
    <AddTag field={addField} onAdd={({ layer, name }) => context.decide({ layer, name }, 'accept')} />
  );
  return (
    <div className={classes.panel}>
      <Refusals />
      <div className={classes.columns}>
        <aside className={classes.side}>
          <ListHead review={review} filter={filter} />
          <ClusterList review={review} onVisible={onVisible} />
        </aside>
        {queue.error ? (
          <Trouble error={queue.error} onRetry={queue.retry} />
        ) : queue.queue === null ? (
          <p className={shell.loading}>{words.shell.loading}</p>
        ) : context.total === 0 ? (
          <NothingThere filter={filter} onChoose={choose} />
        ) : (
          <ClusterView review={review} filter={filter} stage={stage} add={add} onChoose={choose} />
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
