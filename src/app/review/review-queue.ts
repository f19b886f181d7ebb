import { randomUUID } from 'node:crypto';
import type { ClusterFilter, ClusterOrder } from '../../store/review-store.ts';
import { type TagKey, tagNamed } from '../decide/tag-name.ts';
import { teachingOrder } from '../labels/what-to-ask.ts';
import type { Library } from '../library.ts';
import { intervalNamed } from '../search/filters.ts';
import { type ReviewCluster, reviewClusters } from './review-cluster.ts';

/**
 * What is to be reviewed, as it is asked for. The order `teach`: those whose answer teaches most first, each with the word
 * that is asked there; those about which nothing is to be asked follow in order of time.
 */
export interface QueueRequest {
  readonly order: ClusterOrder | 'teach';
  /** 2014, 2014-05 or 2014-05-03, of the resolved date of some member; both ends are meant. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly leastTrust?: number | undefined;
  /** Part of make and model. */
  readonly camera?: string | undefined;
  readonly people?: boolean | undefined;
  /** As it is typed: `CK:flower`. */
  readonly tag?: string | undefined;
  readonly reviewed?: boolean | undefined;
  readonly windowId?: string | undefined;
  readonly leastMembers?: number | undefined;
}

/** Clusters in the order in which they are reviewed. It stays as it is while decisions change what the filter finds. */
export interface ReviewQueue {
  readonly id: string;
  readonly clusterIds: readonly string[];
  /** What is asked of a cluster, by its id. */
  readonly questions: ReadonlyMap<string, Question>;
}

/** A word of which it would teach most to know whether it is right for a cluster. */
export interface Question {
  readonly tag: TagKey;
  /** Share of the photos that is expected to have it, 0 to 1; null where nobody knows. */
  readonly probability: number | null;
}

export type QueueRow = ReviewCluster & { readonly question: Question | null };

export interface QueuePage {
  readonly rows: readonly QueueRow[];
  /** Clusters of the queue that are gone since: a new clustering put others in their place. */
  readonly gone: number;
  readonly total: number;
  /** Where the next page begins; null at the end. */
  readonly next: number | null;
}

/** Each keeps some bytes a cluster; a page that is left open asks for its queue again when it is forgotten. */
const MOST_QUEUES = 32;

/** The queues of all open pages. They live as long as the server: the page makes its own anew from the filter. */
export class ReviewQueues {
  readonly #queues = new Map<string, ReviewQueue>();

  /** @throws USAGE for a date or a tag that is none */
  async open(library: Library, request: QueueRequest): Promise<ReviewQueue> {
    const queue = { id: randomUUID(), ...(await orderedClusters(library, request)) };
    this.#queues.set(queue.id, queue);
    for (const id of this.#queues.keys()) {
      if (this.#queues.size <= MOST_QUEUES) break;
      this.#queues.delete(id);
    }
    return queue;
  }

  /** Null where the server does not know it any more. */
  async page(library: Library, id: string, from: number, limit: number): Promise<QueuePage | null> {
    const queue = this.#queues.get(id);
    if (queue === undefined) return null;
    const ids = queue.clusterIds.slice(from, from + limit);
    const rows = (await reviewClusters(library, ids)).map((row) => ({
      ...row,
      question: queue.questions.get(row.id) ?? null,
    }));
    const total = queue.clusterIds.length;
    const end = from + ids.length;
    return { rows, gone: ids.length - rows.length, total, next: end < total ? end : null };
  }
}

async function orderedClusters(
  library: Library,
  request: QueueRequest,
): Promise<Pick<ReviewQueue, 'clusterIds' | 'questions'>> {
  const { order } = request;
  const filter = filterOf(library, request);
  const clusterIds = await library.reading.review.clusterIds(filter, order === 'teach' ? 'time' : order);
  if (order !== 'teach') return { clusterIds, questions: new Map() };
  const asked = await teachingOrder(library, new Set(clusterIds));
  const questions = new Map(
    asked.map(({ cluster, label, probability }): [string, Question] => [
      cluster,
      { tag: { layer: 'CK', name: label }, probability },
    ]),
  );
  return {
    clusterIds: [...questions.keys(), ...clusterIds.filter((id) => !questions.has(id))],
    questions,
  };
}

function filterOf(library: Library, request: QueueRequest): ClusterFilter {
  const { from, to, leastTrust, camera, people, tag, reviewed, windowId, leastMembers } = request;
  return {
    photos: {
      fromMillis: from === undefined ? undefined : intervalNamed(from).startMillis,
      toMillis: to === undefined ? undefined : intervalNamed(to).endMillis,
      leastTrust,
      camera,
      inPeopleSet: people,
    },
    tag: tag === undefined ? undefined : tagNamed(library, tag),
    reviewed,
    windowId,
    leastMembers,
  };
}
