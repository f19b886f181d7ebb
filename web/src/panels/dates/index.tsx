import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { showInHelp } from '../../deeds/help.tsx';
import { redo, undo } from '../../deeds/turn-back.ts';
import { useDeedKeys } from '../../deeds/use-deed-keys.ts';
import { countText, shareText } from '../../format/numbers.ts';
import frame from '../../look/frame.module.css';
import { FILTER, REDO, UNDO } from '../../shell/icons.tsx';
import { Empty, Trouble } from '../../shell/notice.tsx';
import { navigate } from '../../shell/router.tsx';
import shell from '../../shell/shell.module.css';
import { useLanguage, useWords } from '../../words/index.ts';
import { Refusals, Saving } from '../review/saving.tsx';
import { changeView, DATES_DEEDS, filter as filterDeed, start } from './date-deeds.ts';
import classes from './dates.module.css';
import { conditionsOf, NO_FILTER } from './filter.ts';
import { FilterDrawer } from './filter-form.tsx';
import { PhotoList } from './photo-list.tsx';
import { DoubtedView } from './photo-view.tsx';
import { RunList } from './run-list.tsx';
import { RunView } from './run-view.tsx';
import { type DatesPanelState, useDates } from './use-dates.ts';

export default function DatesPanel() {
  const words = useWords();
  const [isFilterOpen, setFilterOpen] = useState(false);
  const panel = useDates(() => setFilterOpen(true));
  const { context, list } = panel;
  useDeedKeys(DATES_DEEDS, context);
  useEffect(() => showInHelp(DATES_DEEDS), []);
  return (
    <div className={frame.full}>
      <Refusals />
      <div className={classes.columns} data-open={context.isOpen || undefined}>
        <aside className={`${frame.side} ${classes.side}`}>
          <ListHead panel={panel} />
          {context.view === 'runs' ? <RunList panel={panel} /> : <PhotoList panel={panel} />}
        </aside>
        {list.error ? (
          <Trouble error={list.error} onRetry={() => void list.refetch()} />
        ) : list.data === undefined ? (
          <p className={shell.loading}>{words.shell.loading}</p>
        ) : context.view === 'runs' ? (
          context.run === null ? (
            <NothingThere panel={panel} />
          ) : (
            <RunView panel={panel} />
          )
        ) : context.photo === null ? (
          <NothingThere panel={panel} />
        ) : (
          <DoubtedView key={context.photo.sha1} photo={context.photo} panel={panel} />
        )}
      </div>
      <Due panel={panel} />
      <div className={frame.foot}>
        <p role="status">{panel.told}</p>
        <Saving />
        <DeedButton deed={undo} context={context} icon={UNDO} hidesKey />
        <DeedButton deed={redo} context={context} icon={REDO} hidesKey />
      </div>
      <FilterDrawer
        filter={panel.filter}
        cameras={panel.cameras}
        opened={isFilterOpen}
        onClose={() => setFilterOpen(false)}
        onApply={(next) => {
          setFilterOpen(false);
          panel.choose(next);
        }}
      />
    </div>
  );
}

function ListHead({ panel }: { readonly panel: DatesPanelState }) {
  const words = useWords().dates;
  const language = useLanguage();
  const { context, filter, counts, summary } = panel;
  const count = (number: number): string => countText(number, language);
  const conditions = conditionsOf(filter);
  const trust = summary.data?.trust;
  const share = (part: number): string => shareText(Math.floor((100 * part) / trust!.photos) / 100, language);
  return (
    <div className={classes.listHead}>
      {/* On a phone the list stands alone. */}
      <h1 className="hidden">{words.title}</h1>
      <div className={classes.views}>
        <fieldset className={classes.viewChoice}>
          <legend className="hidden">{words.views}</legend>
          {(['runs', 'photos'] as const).map((view) => (
            <button
              key={view}
              type="button"
              className={classes.view}
              aria-pressed={filter.view === view}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => {
                if (filter.view !== view) changeView.run(context);
              }}
            >
              {words.view[view]}
            </button>
          ))}
        </fieldset>
        <span className={frame.counted} data-count={conditions || undefined}>
          <DeedButton deed={filterDeed} context={context} icon={FILTER} hidesKey />
        </span>
      </div>
      {filter.view === 'runs' && counts !== null && (
        <p>{words.counts(count(counts.doubtful), count(counts.shifted), count(counts.decided))}</p>
      )}
      {trust !== undefined && trust.photos > 0 && (
        <p className={classes.dim}>
          {words.trust(share(trust.trusted + trust.likely), share(trust.trusted))}
        </p>
      )}
    </div>
  );
}

/** What decisions made due, and the run that does it. */
function Due({ panel }: { readonly panel: DatesPanelState }) {
  const words = useWords();
  const language = useLanguage();
  const { context, starting } = panel;
  if (starting.error) {
    return (
      <Trouble error={starting.error} onRetry={context.isRunning ? () => navigate('/run') : context.start} />
    );
  }
  if (context.due === 0) return null;
  const { stages } = words.run;
  return (
    <div className={classes.due}>
      <p>
        <b>{words.dates.dueTitle(context.due, countText(context.due, language))}.</b>{' '}
        {context.isRunning
          ? words.dates.running
          : words.dates.dueText(`${stages.dates} → ${stages['ai-tags']}`)}
      </p>
      <DeedButton deed={start} context={context} variant="filled" />
    </div>
  );
}

function NothingThere({ panel }: { readonly panel: DatesPanelState }) {
  const { dates, review } = useWords();
  const { filter, counts, summary } = panel;
  if (summary.data?.trust.photos === 0) {
    return (
      <Empty title={dates.emptyTitle} text={dates.emptyLibrary}>
        <Button onClick={() => navigate('/run')}>{review.toRun}</Button>
      </Empty>
    );
  }
  const isFiltered = conditionsOf(filter) > 0;
  if (filter.view === 'photos') {
    return (
      <Empty title={dates.emptyPhotosTitle} text={isFiltered ? dates.emptyFiltered : dates.emptyPhotosText}>
        {isFiltered && (
          <Button onClick={() => panel.choose({ ...NO_FILTER, view: 'photos' })}>{dates.showAll}</Button>
        )}
      </Empty>
    );
  }
  const isDecided = !isFiltered && (counts?.decided ?? 0) > 0;
  return (
    <Empty
      title={dates.emptyTitle}
      text={isFiltered ? dates.emptyFiltered : isDecided ? dates.emptyDecided : dates.emptyText}
    >
      {(isFiltered || isDecided) && (
        <Button onClick={() => panel.choose({ ...NO_FILTER, state: 'all' })}>{dates.showAll}</Button>
      )}
    </Empty>
  );
}
