import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Cluster } from '../../api/wire.ts';
import { withPending } from '../../state/pending.ts';
import { decisionQueue } from '../../state/queue-of-page.ts';
import { useWords } from '../../words/index.ts';
import { LoadedClusters, toldOf } from './answers.ts';
import { type ClusterQueue, keepPlace, useClusterQueue } from './cluster-queue.ts';
import { clustersOf, decisionOn, decisionsOnOpen, type Target } from './decisions.ts';
import { type Filter, filterText } from './filter.ts';
import { fetchAhead } from './pictures.ts';
import type { ReviewContext } from './review-context.ts';
import { steadily } from './tag-state.ts';

/** How many clusters before and behind the open one are ready to be shown. */
const BEHIND = 1;
const AHEAD = 4;
const NOBODY: ReadonlySet<string> = new Set();
const NO_HOLDS = { held: NOBODY, letIn: NOBODY };

interface Panels {
  readonly toggleZoom: () => void;
  readonly addTag: () => void;
  readonly openFilter: () => void;
  readonly openList: () => void;
}

export interface Review {
  readonly context: ReviewContext;
  readonly queue: ClusterQueue;
  /** With what was decided and waits. */
  readonly clusterAt: (index: number) => Cluster | null | undefined;
  /** What came of the last deed. */
  readonly told: string;
}

/** All of the review's state: where one is, what is marked, what is held, and the deeds on it. */
export function useReview(filter: Filter, visible: readonly [number, number], panels: Panels): Review {
  const words = useWords();
  const queries = useQueryClient();
  // Kept by this window (see keepPlace): the place; in memory: all else, which ends with the cluster or the page.
  const [place, setPlace] = useState<number | null>(null);
  const [cursor, mark] = useState<number | null>(null);
  const [shown, show] = useState<string | null>(null);
  const [wholeCluster, setWholeCluster] = useState(true);
  const [selection, setSelection] = useState<ReadonlyMap<string, Cluster>>(new Map());
  const [holds, setHolds] = useState(NO_HOLDS);
  const [told, tell] = useState('');
  const seenTags = useRef(new Map<string, string[]>());
  const done = useRef<{ index: number }[]>([]);
  const takenBack = useRef<{ index: number }[]>([]);

  const wanted = place ?? 0;
  const queue = useClusterQueue(filter, [[wanted - BEHIND, wanted + AHEAD], visible]);
  const index = place ?? queue.queue?.start ?? 0;
  const total = queue.queue?.total ?? 0;
  const queueId = queue.queue?.id;

  const { entries } = useSyncExternalStore(decisionQueue.subscribe, () => decisionQueue.state);
  const { clusterAt: loadedAt } = queue;
  const clusterAt = useCallback(
    (at: number) => {
      const cluster = loadedAt(at);
      return cluster ? withPending(cluster, entries) : cluster;
    },
    [loadedAt, entries],
  );
  const cluster = useMemo(
    () => (queueId === undefined ? null : (clusterAt(index) ?? null)),
    [clusterAt, index, queueId],
  );
  const clusterId = cluster?.id ?? null;

  useEffect(() => {
    // Another queue begins where it says.
    if (queueId !== undefined) setPlace(null);
  }, [queueId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another cluster begins afresh
  useEffect(() => {
    mark(null);
    show(null);
    setHolds(NO_HOLDS);
  }, [clusterId]);
  useEffect(() => {
    if (queueId === undefined) return;
    keepPlace({ filter: filterText(filter), queue: queueId, index, cluster: clusterId });
  }, [filter, queueId, index, clusterId]);
  useEffect(() => {
    for (let at = index + AHEAD - 1; at >= Math.max(0, index - BEHIND); at--) {
      const ahead = loadedAt(at);
      if (ahead) fetchAhead(ahead.medoid);
    }
  }, [index, loadedAt]);

  const loaded = useMemo(() => new LoadedClusters(queries), [queries]);
  useEffect(
    () =>
      decisionQueue.onDone((entry, answer) => {
        loaded.take(entry);
        const text = toldOf(entry, answer, words);
        if (text !== null) tell(text);
      }),
    [loaded, words],
  );

  const tags = useMemo(() => {
    if (cluster === null) return [];
    const seen = seenTags.current.get(cluster.id) ?? [];
    seenTags.current.set(cluster.id, seen);
    return steadily(cluster.tags, seen);
  }, [cluster]);
  const photo = shown ?? cluster?.medoid ?? null;
  const targetNow = (): Target => ({
    cluster: cluster!,
    photo: photo!,
    wholeCluster,
    selection: [...selection.values()].map((one) => withPending(one, entries)),
    heldByHand: holds.held,
    letIn: holds.letIn,
  });
  const remember = (): void => {
    done.current.push({ index });
    takenBack.current = [];
  };
  const context: ReviewContext = {
    cluster,
    index,
    total,
    tags,
    cursor,
    photo,
    wholeCluster,
    selection,
    isHeld: (sha1) => {
      if (holds.held.has(sha1)) return true;
      if (holds.letIn.has(sha1)) return false;
      return cluster?.photos.find((member) => member.sha1 === sha1)?.fits === false;
    },
    go: (to) => setPlace(Math.max(0, Math.min(total, to))),
    goToUndecided: () => {
      let at = index + 1;
      while (at < total && clusterAt(at)?.reviewed) at++;
      setPlace(Math.min(at, total));
    },
    mark,
    show,
    decide: (tag, verdict) => {
      const target = targetNow();
      remember();
      decisionQueue.add(
        { kind: 'decide', decisions: [decisionOn(tag, verdict, target)] },
        clustersOf(target),
        words.review.deedWords[verdict](tag.name),
      );
    },
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
        setPlace(deed.index);
      }
      decisionQueue.add({ kind: way, deed: null }, [], words.review.deedWords[way]);
    },
    toggleHold: (sha1) => {
      const fits = cluster!.photos.find((member) => member.sha1 === sha1)!.fits;
      setHolds(({ held, letIn }) =>
        fits ? { held: toggled(held, sha1), letIn } : { held, letIn: toggled(letIn, sha1) },
      );
    },
    setWholeCluster,
    toggleSelected: (one) =>
      setSelection((before) => {
        const after = new Map(before);
        if (!after.delete(one.id)) after.set(one.id, one);
        return after;
      }),
    clearSelection: () => setSelection(new Map()),
    ...panels,
  };
  return { context, queue, clusterAt, told };
}

function toggled(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const after = new Set(set);
  if (!after.delete(value)) after.add(value);
  return after;
}
