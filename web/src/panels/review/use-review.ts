import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Cluster, Decision } from '../../api/wire.ts';
import { navigate } from '../../shell/router.tsx';
import { withPending } from '../../state/pending.ts';
import { decisionQueue } from '../../state/queue-of-page.ts';
import { useWords } from '../../words/index.ts';
import { addressOf, type Place } from './address.ts';
import { useOffer } from './alike/use-offer.ts';
import { LoadedClusters, toldOf } from './answers.ts';
import { AHEAD, BEHIND, type ClusterQueue, useClusterQueue } from './cluster-queue.ts';
import { clustersOf, decisionOn, decisionsOnOpen, type Target } from './decisions.ts';
import { type Filter, NO_FILTER } from './filter.ts';
import { merged } from './merged.ts';
import { fetchAhead } from './pictures.ts';
import type { ReviewContext } from './review-context.ts';
import { keyOf, openTags, questionOf, steadily } from './tag-state.ts';
import { useAddress } from './use-address.ts';
import { MOST_SELECTED, useSelection } from './use-selection.ts';

const NOBODY: ReadonlySet<string> = new Set();
const NO_HOLDS = { held: NOBODY, letIn: NOBODY };

type Panels = Pick<
  ReviewContext,
  'columns' | 'resizeTiles' | 'toggleZoom' | 'zoomBy' | 'panBy' | 'addTag' | 'openFilter' | 'openList'
> & { readonly choose: (filter: Filter) => void };

export interface Review {
  readonly context: ReviewContext;
  readonly queue: ClusterQueue;
  /** With what was decided and waits. */
  readonly clusterAt: (index: number) => Cluster | null | undefined;
  /** What came of the last deed. */
  readonly told: string;
  /** Whose answer others are to get; null: nothing of that kind is open. */
  readonly alikeOf: Cluster | null;
  readonly closeAlike: () => void;
  /** Gives others the same answer: one deed. */
  readonly decideAlike: (of: Cluster, decisions: readonly Decision[], clusters: readonly string[]) => void;
}

/** All of the review's state: where one is, what is marked, what is held, and the deeds on it. */
export function useReview(
  filter: Filter,
  place: Place,
  visible: readonly (readonly [number, number])[],
  { choose, ...panels }: Panels,
): Review {
  const words = useWords();
  const queries = useQueryClient();
  // Kept by this window (see keepPlace): the place; by the address: the view, the cluster and the photo that is shown; in
  // memory: all else, which ends with the cluster or the page.
  const [at, setAt] = useState<number | null>(null);
  const [cursor, mark] = useState<number | null>(null);
  const [shown, show] = useState<string | null>(null);
  const [wholeCluster, setWholeCluster] = useState(true);
  const [holds, setHolds] = useState(NO_HOLDS);
  const [told, tell] = useState('');
  const [alikeOf, setAlikeOf] = useState<Cluster | null>(null);
  const [last, setLast] = useState<Cluster | null>(null);
  const linkedPhoto = useRef(place.photo);
  const seenTags = useRef(new Map<string, string[]>());
  const done = useRef<{ index: number }[]>([]);
  const takenBack = useRef<{ index: number }[]>([]);

  const queue = useClusterQueue(filter, place, at, visible);
  const index = at ?? queue.queue?.start ?? 0;
  const total = queue.queue?.total ?? 0;
  const queueId = queue.queue?.id;
  const { selection, ...selecting } = useSelection(queue.between);

  const { entries } = useSyncExternalStore(decisionQueue.subscribe, () => decisionQueue.state);
  const { clusterAt: loadedAt } = queue;
  const clusterAt = useCallback(
    (place: number) => {
      const cluster = loadedAt(place);
      return cluster ? withPending(cluster, entries) : cluster;
    },
    [loadedAt, entries],
  );
  const cluster = useMemo(
    () => (queueId === undefined ? null : (clusterAt(index) ?? null)),
    [clusterAt, index, queueId],
  );
  const clusterId = cluster?.id ?? null;
  const selected = useMemo(
    () => [...selection.values()].map((one) => withPending(one, entries)),
    [selection, entries],
  );
  const shownCluster = useMemo(() => merged(selected) ?? cluster, [selected, cluster]);

  useEffect(() => {
    // Another queue begins where it says.
    if (queueId !== undefined) setAt(null);
  }, [queueId]);
  useEffect(() => {
    mark(null);
    setHolds(NO_HOLDS);
    show(clusterId === null ? null : linkedPhoto.current);
    if (clusterId !== null) linkedPhoto.current = null;
  }, [clusterId]);
  const photo = cluster?.photos.some(({ sha1 }) => sha1 === shown) ? shown : (cluster?.medoid ?? null);
  useAddress({
    filter,
    place: { view: place.view, cluster: clusterId, photo: photo === cluster?.medoid ? null : photo },
    queue: queueId,
    index,
    total,
  });
  useEffect(() => {
    for (let near = index + AHEAD - 1; near >= Math.max(0, index - BEHIND); near--) {
      const ahead = loadedAt(near);
      if (ahead) fetchAhead(ahead.medoid);
    }
  }, [index, loadedAt]);

  const loaded = useMemo(() => new LoadedClusters(queries), [queries]);
  useEffect(
    () =>
      decisionQueue.onDone((entry, answer) => {
        loaded.take(entry);
        // Who is open there may be others now; who rests at a cluster asks anew, and nobody else.
        void queries.invalidateQueries({ queryKey: ['alike'], refetchType: 'none' });
        const text = toldOf(entry, answer, words);
        if (text !== null) tell(text);
      }),
    [loaded, queries, words],
  );

  const question = cluster === null || selection.size > 0 ? null : questionOf(cluster);
  const tags = useMemo(() => {
    if (shownCluster === null) return [];
    const of = shownCluster === cluster ? shownCluster.id : 'selection';
    const seen = seenTags.current.get(of) ?? [];
    seenTags.current.set(of, seen);
    const asked = question === null ? null : keyOf(question.tag);
    return steadily(
      shownCluster.tags.filter((tag) => keyOf(tag) !== asked),
      seen,
    );
  }, [shownCluster, cluster, question]);
  const ofThis = useOffer(selection.size > 0 ? null : cluster, total);
  const ofLast = useOffer(last !== null && last.id !== clusterId ? last : null, total);

  const targetNow = (): Target => ({
    cluster: cluster!,
    photo: photo!,
    wholeCluster,
    selection: selected,
    heldByHand: holds.held,
    letIn: holds.letIn,
  });
  const remember = (): void => {
    done.current.push({ index });
    takenBack.current = [];
  };
  /** A cluster that was decided is remembered as one goes: its answer may hold for others. */
  const go = (to: number): void => {
    const here = cluster === null ? null : withPending(cluster, decisionQueue.state.entries);
    const isDecidedHere = done.current.at(-1)?.index === index && here?.reviewed === true;
    if (isDecidedHere && selection.size === 0 && here.id !== last?.id) setLast(here);
    setAt(to);
  };
  const goToUndecided = (): void => {
    let next = index + 1;
    while (next < total && clusterAt(next)?.reviewed) next++;
    go(Math.min(next, total));
  };
  const goOn = (): void => {
    if (filter.state === 'open') goToUndecided();
    else go(Math.min(index + 1, total));
  };
  const decide: ReviewContext['decide'] = (tag, verdict) => {
    const target = targetNow();
    remember();
    decisionQueue.add(
      { kind: 'decide', decisions: [decisionOn(tag, verdict, target)] },
      clustersOf(target),
      words.review.deedWords[verdict](tag.name),
    );
  };
  const context: ReviewContext = {
    ...panels,
    cluster,
    shown: shownCluster,
    index,
    total,
    view: place.view,
    tags,
    question,
    cursor,
    photo,
    wholeCluster,
    selection,
    alike: ofThis?.count ?? null,
    alikeLast: ofLast?.count ?? null,
    isHeld: (sha1) => {
      if (holds.held.has(sha1)) return true;
      if (holds.letIn.has(sha1)) return false;
      return cluster?.photos.find((member) => member.sha1 === sha1)?.fits === false;
    },
    go,
    goToUndecided,
    goOn,
    mark,
    show,
    decide,
    decideOpen: (verdict) => {
      const target = targetNow();
      const decisions = decisionsOnOpen(verdict, target);
      if (decisions.length === 0) return;
      remember();
      const said =
        decisions.length === 1
          ? words.review.deedWords[verdict]((decisions[0]!.tag as { name: string }).name)
          : words.review.deedWords.several(decisions.length);
      decisionQueue.add({ kind: 'decide', decisions }, clustersOf(target), said);
    },
    answer: (verdict) => {
      decide(question!.tag, verdict);
      if (openTags(cluster!).length === 0) goOn();
    },
    flagPeople: (flag) => {
      const clusters = clustersOf(targetNow());
      remember();
      decisionQueue.add({ kind: 'people', clusters, flag }, clusters, words.review.deedWords.people);
    },
    turnBack: (way) => {
      const [from, to] = way === 'undo' ? [done, takenBack] : [takenBack, done];
      const deed = from.current.pop();
      if (deed !== undefined) {
        to.current.push(deed);
        // Where it was done: one sees what is taken back.
        setAt(deed.index);
      }
      setLast(null);
      decisionQueue.add({ kind: way, deed: null }, [], words.review.deedWords[way]);
    },
    toggleHold: (sha1) => {
      const fits = cluster!.photos.find((member) => member.sha1 === sha1)!.fits;
      setHolds(({ held, letIn }) =>
        fits ? { held: toggled(held, sha1), letIn } : { held, letIn: toggled(letIn, sha1) },
      );
    },
    setWholeCluster,
    toggleSelected: selecting.toggle,
    extendTo: (to) => {
      setAt(to);
      void selecting.extend(index, to).then((isDone) => {
        if (!isDone) tell(words.review.grid.tooMany(MOST_SELECTED));
      });
    },
    clearSelection: () => {
      seenTags.current.delete('selection');
      selecting.clear();
    },
    setView: (view) => navigate(addressOf(filter, { view, cluster: clusterId, photo: null })),
    showAlike: (of) => setAlikeOf(of === 'this' ? cluster : last),
    onlyWindow: () =>
      choose(
        filter.window === ''
          ? { ...NO_FILTER, state: 'all', window: cluster!.windowId }
          : { ...filter, window: '' },
      ),
  };
  return {
    context,
    queue,
    clusterAt,
    told,
    alikeOf,
    closeAlike: () => setAlikeOf(null),
    decideAlike: (of, decisions, clusters) => {
      remember();
      const all = [...new Set([of.id, ...clusters])];
      const said = words.review.deedWords.alike(clusters.length);
      decisionQueue.add({ kind: 'decide', decisions }, all, said);
      setAlikeOf(null);
      setLast(null);
      if (of.id === clusterId) goOn();
    },
  };
}

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const after = new Set(set);
  if (!after.delete(value)) after.add(value);
  return after;
}
