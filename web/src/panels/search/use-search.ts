import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { ask, post, queryOf } from '../../api/ask.ts';
import { vocabularyQuery } from '../../api/queries.ts';
import type { SearchHit, SearchHits, Tag } from '../../api/wire.ts';
import { navigate, useSearch } from '../../shell/router.tsx';
import { decisionQueue } from '../../state/queue-of-page.ts';
import { useWords } from '../../words/index.ts';
import { addressOfPhoto } from '../review/address.ts';
import { toldOf } from '../review/answers.ts';
import { csvOf, saveCsv } from './csv.ts';
import {
  addressOf,
  isAsked,
  NO_QUESTION,
  type Question,
  readIsMap,
  readOpenPhoto,
  readQuestion,
  requestOf,
} from './question.ts';
import type { SearchContext } from './search-deeds.ts';
import { extended, NOTHING, type Selection, toggled } from './selection.ts';

/** How many are asked for, at first and as often as more are wanted; the server gives no more than the last. */
const STEPS = [300, 1500, 5000] as const;

type Panels = Pick<SearchContext, 'focusField' | 'focusTag' | 'openFilter' | 'toggleZoom' | 'columns'>;

/** The server takes no more at once. */
const MOST_CLUSTERS = 20_000;
const NO_HITS: readonly SearchHit[] = [];

/** All of the search's state: the question and the open photo by the address, the place and the selection in memory. */
export function useSearchPanel(panels: Panels) {
  const words = useWords();
  const queries = useQueryClient();
  const address = useSearch();
  const text = addressOf(readQuestion(address));
  const question = useMemo(() => readQuestion(text), [text]);
  const open = readOpenPhoto(address);
  const isMap = readIsMap(address);
  const [chosen, chooseClusters] = useState<ReadonlySet<string>>(NOTHING);
  const [step, setStep] = useState(0);
  const [at, setAt] = useState(0);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const [anchor, setAnchor] = useState<string | null>(null);
  const [told, tell] = useState('');
  const asked = isAsked(question);
  const limit = STEPS[step]!;
  const answer = useQuery({
    queryKey: ['search', text, limit],
    queryFn: async ({ signal }) => {
      // Whoever sees photos may type a word for them at once.
      const words = queries.prefetchQuery(vocabularyQuery);
      const hits = await ask<SearchHits>(`/search${queryOf({ ...requestOf(question), limit })}`, { signal });
      await words;
      return hits;
    },
    enabled: asked && !isMap,
    retry: false,
    placeholderData: (before, query) => (query?.queryKey[1] === text ? before : undefined),
  });
  const ofClusters = useQuery({
    queryKey: ['search-clusters', [...chosen].sort().join(' ')],
    queryFn: ({ signal }) =>
      post<SearchHits>('/search/clusters', { clusters: [...chosen].slice(0, MOST_CLUSTERS) }, signal),
    enabled: isMap && chosen.size > 0,
    retry: false,
    gcTime: 0,
  });
  const found = isMap ? (chosen.size === 0 ? undefined : ofClusters.data) : answer.data;
  const hits = ((asked || isMap) && answer.error === null ? found?.hits : undefined) ?? NO_HITS;
  useEffect(() => {
    // What is chosen on the map is selected.
    if (isMap) setSelection(new Set(hits.map(({ sha1 }) => sha1)));
    if (isMap) setAt(0);
  }, [isMap, hits]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins afresh
  useEffect(() => {
    setStep(0);
    setAt(0);
    setSelection(NOTHING);
    setAnchor(null);
  }, [text, isMap]);
  useEffect(() => {
    // A link to a photo, or the back button: the keys go on from there.
    const place = open === null ? -1 : hits.findIndex(({ sha1 }) => sha1 === open);
    if (place >= 0) setAt(place);
  }, [open, hits]);
  useEffect(
    () =>
      decisionQueue.onDone((entry, taken) => {
        void queries.invalidateQueries({ queryKey: ['photo'] });
        void queries.invalidateQueries({ queryKey: ['tags'] });
        const said = toldOf(entry, taken, words);
        if (said !== null) tell(said);
      }),
    [queries, words],
  );

  const choose = (next: Question): void => navigate(`/search${addressOf(next)}`);
  /** The grid is one step back in the history. */
  const wasOpenedHere = useRef(false);
  if (open === null) wasOpenedHere.current = false;
  const show = (sha1: string | null): void => {
    if (sha1 === null && wasOpenedHere.current) {
      history.back();
      return;
    }
    if (open === null) wasOpenedHere.current = true;
    navigate(`/search${addressOf(question, sha1, isMap)}`, { replace: open !== null });
  };
  const context: SearchContext = {
    ...panels,
    hits,
    at,
    open,
    isMap,
    toggleMap: () => navigate(`/search${addressOf(question, null, !isMap)}`),
    selection,
    go: (to) => {
      setAt(to);
      if (open !== null) show(hits[to]!.sha1);
    },
    show,
    review: (sha1) => navigate(addressOfPhoto(sha1)),
    like: (sha1) => choose({ ...NO_QUESTION, like: sha1 }),
    toggle: (place) => {
      setAt(place);
      setAnchor(hits[place]!.sha1);
      setSelection((before) => toggled(before, hits[place]!.sha1));
    },
    extend: (place) => {
      const sha1s = hits.map(({ sha1 }) => sha1);
      setAt(place);
      setSelection((before) => extended(before, sha1s, anchor ?? sha1s[at] ?? null, place));
      setAnchor(sha1s[place]!);
    },
    selectAll: () => setSelection(new Set(hits.map(({ sha1 }) => sha1))),
    clear: () => {
      setSelection(NOTHING);
      chooseClusters(NOTHING);
    },
    turnBack: (way) => decisionQueue.add({ kind: way, deed: null }, [], words.review.deedWords[way]),
    save: () => {
      const rows = selection.size === 0 ? hits : hits.filter(({ sha1 }) => selection.has(sha1));
      saveCsv(csvOf(rows), `${words.search.csvName}.csv`);
      tell(words.search.csvSaved(rows.length));
    },
  };
  /** The open photo gets the tag, or all that are selected. */
  const give = ({ layer, name }: Tag): void => {
    const photos = open === null ? [...selection] : [open];
    decisionQueue.add(
      { kind: 'decide', decisions: [{ tag: { layer, name }, verdict: 'accept', photos }] },
      [],
      words.review.deedWords.accept(name),
    );
  };
  const more = step + 1 < STEPS.length ? () => setStep(step + 1) : null;
  /** As many as were asked for, and the last of them by looks. */
  const isCutOff = hits.length === limit && hits.at(-1)?.foundBy === 'looks';
  return {
    context,
    question,
    asked,
    answer,
    found,
    ofClusters,
    chosen,
    chooseClusters,
    choose,
    give,
    more: isMap ? null : more,
    isCutOff,
    told,
    text,
  };
}

export type SearchPanelState = ReturnType<typeof useSearchPanel>;
