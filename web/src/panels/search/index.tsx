import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { tagsQuery, vocabularyQuery } from '../../api/queries.ts';
import { DeedButton } from '../../deeds/deed-button.tsx';
import { showInHelp } from '../../deeds/help.tsx';
import { undo } from '../../deeds/turn-back.ts';
import { useDeedKeys } from '../../deeds/use-deed-keys.ts';
import { countText } from '../../format/numbers.ts';
import frame from '../../look/frame.module.css';
import { focusWhenThere } from '../../shell/focus-when-there.ts';
import { UNDO } from '../../shell/icons.tsx';
import { Empty, Trouble } from '../../shell/notice.tsx';
import { navigate } from '../../shell/router.tsx';
import shell from '../../shell/shell.module.css';
import { useLanguage, useWords } from '../../words/index.ts';
import { AddTag } from '../review/add-tag.tsx';
import { Refusals, Saving } from '../review/saving.tsx';
import type { StageHandle } from '../review/stage.tsx';
import { FilterDrawer } from './filter-drawer.tsx';
import { MapView } from './map/map-view.tsx';
import { PhotoGrid } from './photo-grid.tsx';
import { PhotoView } from './photo-view.tsx';
import { filtersOf, NO_QUESTION, patternOfTag, type Question, withoutFilters } from './question.ts';
import classes from './search.module.css';
import { isOfQuestion, SearchBar } from './search-bar.tsx';
import { clear, csv, like, searchDeeds, selectAll } from './search-deeds.ts';
import { type SearchPanelState, useSearchPanel } from './use-search.ts';

/** Tags that the empty page offers. */
const OFFERED = 12;

export default function SearchPanel() {
  const words = useWords();
  const field = useRef<HTMLInputElement>(null);
  const tagField = useRef<HTMLInputElement>(null);
  const stage = useRef<StageHandle>(null);
  const [isFilterOpen, setFilterOpen] = useState(false);
  const [columns, setColumns] = useState(1);
  const search = useSearchPanel({
    columns,
    focusField: () => field.current?.select(),
    focusTag: () => tagField.current?.focus(),
    openFilter: () => setFilterOpen(true),
    toggleZoom: () => stage.current?.toggleZoom(),
  });
  const { context, question, answer, asked, choose, text } = search;
  const { open, selection } = context;
  const isOpen = open !== null;
  const deeds = useMemo(() => searchDeeds(isOpen), [isOpen]);
  useDeedKeys(deeds, context);
  useEffect(() => showInHelp(deeds), [deeds]);
  const wasOpen = useRef(false);
  useEffect(() => {
    const hasClosed = wasOpen.current && !isOpen;
    wasOpen.current = isOpen;
    // The focus goes back to the photo that was open; after a reload its tile may still be on its way.
    return hasClosed ? focusWhenThere('[data-tile][data-current]') : undefined;
  }, [isOpen]);
  const add = <AddTag field={tagField} onAdd={search.give} />;
  const hasMistake = isOfQuestion(answer.error);
  return (
    <div className={`${frame.full} ${classes.panel}`}>
      <Refusals />
      <div className={classes.found} inert={isOpen}>
        <SearchBar question={question} context={context} error={answer.error} field={field} onAsk={choose} />
        {context.isMap ? (
          <OnMap search={search} onColumns={setColumns} />
        ) : !asked ? (
          <Start onAsk={choose} />
        ) : answer.error !== null ? (
          <div className={classes.rest}>
            <h1 className="hidden">{words.search.title}</h1>
            {!hasMistake && <Trouble error={answer.error} onRetry={() => void answer.refetch()} />}
            {hasMistake && filtersOf(question) > 0 && (
              <Button variant="default" onClick={() => choose(withoutFilters(question))}>
                {words.search.withoutFilter}
              </Button>
            )}
          </div>
        ) : answer.data === undefined ? (
          <p className={shell.loading}>{words.search.searching}</p>
        ) : (
          <>
            <Notes notes={answer.data.notes} />
            {context.hits.length === 0 ? (
              <NothingFound question={question} onAsk={choose} />
            ) : (
              <>
                <Heading search={search} />
                <PhotoGrid key={text} context={context} onColumns={setColumns} />
              </>
            )}
          </>
        )}
        {!isOpen && selection.size > 0 && <div className={classes.give}>{add}</div>}
      </div>
      {open !== null && <PhotoView sha1={open} context={context} stage={stage} add={add} />}
      <div className={frame.foot}>
        <p role="status">{search.told}</p>
        <Saving />
        <DeedButton deed={undo} context={context} icon={UNDO} hidesKey />
      </div>
      <FilterDrawer
        question={question}
        opened={isFilterOpen}
        onClose={() => setFilterOpen(false)}
        onApply={(next) => {
          setFilterOpen(false);
          choose(next);
        }}
      />
    </div>
  );
}

/** The map, and the photos of what is chosen on it. */
function OnMap(props: { readonly search: SearchPanelState; readonly onColumns: (columns: number) => void }) {
  const { search, onColumns } = props;
  const { context, chosen, chooseClusters, ofClusters } = search;
  return (
    <div className={classes.onMap}>
      <MapView chosen={chosen} onChoose={chooseClusters} />
      {ofClusters.error !== null && (
        <Trouble error={ofClusters.error} onRetry={() => void ofClusters.refetch()} />
      )}
      {context.hits.length > 0 && (
        <div className={classes.ofMap}>
          <Heading search={search} />
          <PhotoGrid key={ofClusters.dataUpdatedAt} context={context} onColumns={onColumns} />
        </div>
      )}
    </div>
  );
}

/** What the user should know of the search. */
function Notes({ notes }: { readonly notes: readonly string[] }) {
  return notes.map((note) => (
    <p key={note} className={classes.note}>
      {note}
    </p>
  ));
}

/** How many there are, and what can be done with them. */
function Heading({ search }: { readonly search: SearchPanelState }) {
  const words = useWords().search;
  const language = useLanguage();
  const { context, answer, found, more } = search;
  const { hits, selection } = context;
  const { total } = found!;
  const count = (number: number): string => countText(number, language);
  // All photos look more or less alike: of those there are always more.
  const isAll = hits.length >= total && !search.isCutOff;
  return (
    <div className={classes.heading}>
      <h1 aria-live="polite">
        {isAll
          ? words.found(total, count(total))
          : search.isCutOff
            ? words.first(count(hits.length))
            : words.shownOf(count(hits.length), count(total))}
      </h1>
      {!isAll && more !== null && (
        <Button size="compact-sm" variant="default" loading={answer.isFetching} onClick={more}>
          {words.more}
        </Button>
      )}
      {selection.size > 0 && (
        <span className={classes.selected}>{words.selected(selection.size, count(selection.size))}</span>
      )}
      <span className={classes.headingDeeds}>
        {selection.size > 0 ? (
          <DeedButton deed={clear} context={context} />
        ) : (
          <DeedButton deed={selectAll} context={context} />
        )}
        <DeedButton deed={like} context={context} />
        <DeedButton deed={csv} context={context} />
      </span>
    </div>
  );
}

/** Nothing is asked yet: the tags that most photos have, each one press away. */
function Start({ onAsk }: { readonly onAsk: (question: Question) => void }) {
  const words = useWords().search;
  return (
    <Empty title={words.startTitle} text={words.startText}>
      <UsedTags onAsk={onAsk} />
    </Empty>
  );
}

function UsedTags({ onAsk }: { readonly onAsk: (question: Question) => void }) {
  const words = useWords();
  const language = useLanguage();
  const { data } = useQuery(tagsQuery);
  const prefixes = useQuery(vocabularyQuery).data?.prefixes;
  if (data === undefined || prefixes === undefined) return null;
  if (data.length === 0) {
    return (
      <>
        <p>{words.search.emptyLibrary}</p>
        <Button onClick={() => navigate('/run')}>{words.review.toRun}</Button>
      </>
    );
  }
  const most = data.toSorted((a, b) => b.photos - a.photos).slice(0, OFFERED);
  return (
    <ul className={classes.usedTags} aria-label={words.search.startTags}>
      {most.map(({ layer, name, photos }) => (
        <li key={`${layer}:${name}`}>
          <Button
            variant="default"
            onClick={() => onAsk({ ...NO_QUESTION, q: patternOfTag(`${prefixes[layer]}${name}`) })}
          >
            {prefixes[layer]}
            {name} <small className={classes.tagCount}>{countText(photos, language)}</small>
          </Button>
        </li>
      ))}
    </ul>
  );
}

function NothingFound(props: { readonly question: Question; readonly onAsk: (question: Question) => void }) {
  const words = useWords().search;
  const { question, onAsk } = props;
  return (
    <Empty title={words.emptyTitle} text={words.emptyText}>
      {filtersOf(question) > 0 && (question.q !== '' || question.like !== '') && (
        <Button onClick={() => onAsk(withoutFilters(question))}>{words.withoutFilter}</Button>
      )}
      <UsedTags onAsk={onAsk} />
    </Empty>
  );
}
