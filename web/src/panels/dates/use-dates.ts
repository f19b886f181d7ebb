import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { ask, post, queryOf } from '../../api/ask.ts';
import { runEvents } from '../../api/run-events.ts';
import type {
  DateDeed,
  DateRun,
  DateRunDetails,
  DateRuns,
  DateSummary,
  DateTargets,
  DoubtedPhotos,
} from '../../api/wire.ts';
import { countText } from '../../format/numbers.ts';
import { navigate, useSearch } from '../../shell/router.tsx';
import { decisionQueue } from '../../state/queue-of-page.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { toldOf } from '../review/answers.ts';
import { useDecisions } from '../review/saving.tsx';
import type { DatesContext } from './date-deeds.ts';
import { type Draft, newDraft, orderOf } from './draft.ts';
import { addressOf, type DatesFilter, photosQueryOf, readFilter, readRun, runsQueryOf } from './filter.ts';
import { askAgain, lookAgain } from './loaded-runs.ts';
import { samplesOf } from './samples.ts';
import { toldOfDates } from './told.ts';

/** What follows dates, in the order of the pipeline: pictures and vectors do not. */
const STAGES_OF_DATES = ['dates', 'clusters', 'people', 'ck-tags', 'ai-tags'];
const PAGE = 40;
const NOTHING: ReadonlySet<string> = new Set();

/** All of the panel's state: what is looked at by the address, what is typed and selected in memory. */
export function useDates(openFilter: () => void) {
  const words = useWords();
  const language = useLanguage();
  const queries = useQueryClient();
  const address = useSearch();
  const filterText = addressOf(readFilter(address));
  const filter = useMemo(() => readFilter(filterText), [filterText]);
  const isRuns = filter.view === 'runs';
  const named = readRun(address);
  const { entries } = useDecisions();
  const run = useSyncExternalStore(runEvents.subscribe, () => runEvents.run);
  const [photoAt, goPhoto] = useState<number | null>(null);
  const [selection, setSelection] = useState(NOTHING);
  const [sampleOf, showSample] = useState<Record<string, string>>({});
  const [draft, setDraft] = useState<Draft | null>(null);
  const [told, tell] = useState('');

  const runPages = useInfiniteQuery({
    queryKey: ['date-runs', filterText],
    queryFn: ({ pageParam, signal }) =>
      ask<DateRuns>(`/dates/runs${queryOf({ ...runsQueryOf(filter), cursor: pageParam, limit: PAGE })}`, {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    enabled: isRuns,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const photoPages = useInfiniteQuery({
    queryKey: ['date-doubted', filterText],
    queryFn: ({ pageParam, signal }) =>
      ask<DoubtedPhotos>(`/dates/doubted${queryOf({ ...photosQueryOf(filter), cursor: pageParam })}`, {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    enabled: !isRuns,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const summary = useQuery({
    queryKey: ['date-summary'],
    queryFn: ({ signal }) => ask<DateSummary>('/dates/summary', { signal }),
  });
  // A run that was decided while pages were fetched may come twice.
  const runs = useMemo(
    () => [
      ...new Map(
        runPages.data?.pages.flatMap((page) => page.runs.map((one) => [one.id, one] as const)),
      ).values(),
    ],
    [runPages.data],
  );
  const photos = useMemo(() => photoPages.data?.pages.flatMap((page) => page.rows) ?? [], [photoPages.data]);
  const openId = isRuns ? (named ?? runs[0]?.id ?? null) : null;
  const asked = useQuery({
    queryKey: ['date-run', openId],
    queryFn: ({ signal }) => ask<DateRunDetails>(`/dates/runs/${openId}`, { signal }),
    enabled: openId !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const details = asked.data ?? null;
  const openRun = runs.find(({ id }) => id === openId) ?? details?.run ?? null;
  const runAt = runs.findIndex(({ id }) => id === openId);
  const photo = isRuns ? null : (photos[photoAt ?? 0] ?? null);
  const samples = useMemo(() => samplesOf(details?.photos ?? []), [details]);
  const sample = isRuns ? (sampleOf[openId ?? ''] ?? samples[0]?.sha1 ?? null) : (photo?.sha1 ?? null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed was for another one
  useEffect(() => setDraft(null), [openId, photo?.sha1, filterText]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins afresh
  useEffect(() => {
    goPhoto(null);
    setSelection(NOTHING);
  }, [filterText]);

  useEffect(
    () =>
      decisionQueue.onDone((entry, answer) => {
        const { order } = entry;
        if (order.kind !== 'dates') {
          if (order.kind === 'undo' || order.kind === 'redo') askAgain(queries);
          const said = toldOf(entry, answer, words);
          if (said !== null) tell(said);
          return;
        }
        tell(toldOfDates(order.deed, answer, words, language));
        void queries.invalidateQueries({ queryKey: ['date-summary'] });
        if (order.of.runs === undefined) {
          askAgain(queries);
          return;
        }
        // The list stays as it is, so that what was decided can be looked at; its rows say what they are now.
        for (const id of order.of.runs) void lookAgain(queries, id);
      }),
    [queries, words, language],
  );

  const starting = useMutation({ mutationFn: () => post('/run', { stages: STAGES_OF_DATES }) });
  /** Runs that were decided here, the last one last, so that one sees what is taken back. */
  const decided = useRef<string[]>([]);
  const takenBack = useRef<string[]>([]);
  const open = (id: string | null): void =>
    navigate(`/dates${addressOf(filter, id)}`, { replace: named !== null && id !== null });
  const own = (): DateTargets =>
    isRuns ? { runs: [openId!] } : { photos: selection.size > 0 ? [...selection] : [photo!.sha1] };
  const send = (of: DateTargets, deed: DateDeed): void => {
    if (of.runs !== undefined) {
      decided.current.push(of.runs[0]!);
      takenBack.current = [];
    }
    const who = isRuns
      ? (openRun?.camera ?? '')
      : words.dates.photoCount(of.photos?.length ?? 0, countText(of.photos?.length ?? 0, language));
    decisionQueue.add({ kind: 'dates', of, deed }, [], orderWords(deed, who));
    setDraft(null);
    setSelection(NOTHING);
  };
  const orderWords = (deed: DateDeed, who: string): string => {
    const said = words.dates.orderWords;
    if (deed.kind === 'shift') return said.shift(who, deed.by);
    return deed.kind === 'set' ? said.set(who, deed.to) : said[deed.kind](who);
  };
  const context: DatesContext = {
    view: filter.view,
    rows: isRuns ? runs.length : photos.length,
    at: isRuns ? runAt : (photoAt ?? 0),
    run: isRuns ? openRun : null,
    details: isRuns ? details : null,
    sample,
    photo,
    selection,
    draft,
    isOpen: isRuns ? named !== null : photoAt !== null,
    due: summary.data?.due ?? 0,
    isRunning: (run !== null && run.endedAt === null) || starting.isPending,
    go: (at) => {
      if (isRuns) open(runs[at]!.id);
      else goPhoto(at);
    },
    stepSample: (by) => {
      const place = samples.findIndex(({ sha1 }) => sha1 === sample);
      const to = samples[(place + by + samples.length) % samples.length];
      if (to !== undefined) showSample({ ...sampleOf, [openId!]: to.sha1 });
    },
    decide: (deed) => send(own(), deed),
    edit: (kind, target) => {
      const shown = details?.photos.find(({ sha1 }) => sha1 === sample);
      const at = isRuns ? (shown?.now ?? shown?.clock ?? '') : (photo?.time ?? '');
      setDraft(newDraft(kind, at.slice(0, 16), target));
    },
    toggle: () => setSelection((before) => toggled(before, photo!.sha1)),
    selectFolder: () =>
      setSelection(
        (before) =>
          new Set([
            ...before,
            ...photos.filter((one) => one.folder === photo!.folder).map((one) => one.sha1),
          ]),
      ),
    back: () => {
      if (draft !== null) setDraft(null);
      else if (selection.size > 0) setSelection(NOTHING);
      else if (isRuns) open(null);
      else goPhoto(null);
    },
    turnBack: (way) => {
      const [from, to] = way === 'undo' ? [decided, takenBack] : [takenBack, decided];
      const id = from.current.pop();
      if (id !== undefined) {
        to.current.push(id);
        if (isRuns) open(id);
      }
      decisionQueue.add({ kind: way, deed: null }, [], words.review.deedWords[way]);
    },
    changeView: () => navigate(`/dates${addressOf({ ...filter, view: isRuns ? 'photos' : 'runs' })}`),
    openFilter,
    start: () => starting.mutate(),
  };
  const order = draft === null ? null : orderOf(draft, own(), sample);
  return {
    context,
    filter,
    runs,
    photos,
    samples,
    counts: runPages.data?.pages[0]?.counts ?? null,
    cameras: runPages.data?.pages[0]?.cameras ?? [],
    total: isRuns ? (runPages.data?.pages[0]?.total ?? 0) : photos.length,
    list: isRuns ? runPages : photoPages,
    asked,
    summary,
    starting,
    told,
    order,
    setDraft,
    showSample: (sha1: string) => showSample({ ...sampleOf, [openId ?? '']: sha1 }),
    toggle: (sha1: string) => setSelection((before) => toggled(before, sha1)),
    /** What was typed, decided. */
    apply: () => {
      if (order !== null) send(order.of, order.deed);
    },
    choose: (next: DatesFilter) => navigate(`/dates${addressOf(next)}`),
    isPending: ({ id }: Pick<DateRun, 'id'>) =>
      entries.some(({ order }) => order.kind === 'dates' && order.of.runs?.includes(id) === true),
  };
}

export type DatesPanelState = ReturnType<typeof useDates>;

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const after = new Set(set);
  if (!after.delete(value)) after.add(value);
  return after;
}
