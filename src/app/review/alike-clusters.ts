import { CLUSTER_FIT } from '../../algorithms/cluster-fit.ts';
import { type LikenessCut, likenessCut } from '../../algorithms/likeness-cut.ts';
import type { Cluster } from '../../domain/cluster.ts';
import type { PeopleVerdict } from '../../domain/detection.ts';
import type { Sha1 } from '../../domain/photo.ts';
import { clusterFacts } from '../../stages/cluster-facts.ts';
import type { Neighbour } from '../../vectors/vector-index.ts';
import { planOf } from '../decide/decide-tag.ts';
import type { TagKey } from '../decide/tag-name.ts';
import { clustersNamed } from '../decide/targets.ts';
import type { Library } from '../library.ts';
import { wallText } from '../wall-text.ts';

/** What was said of a cluster, or is about to be, and may hold for those that are like it. */
export interface AnsweredTag {
  readonly tag: TagKey;
  readonly verdict: 'accept' | 'reject';
  /** Also where nobody proposed it; only accepting makes sense there. */
  readonly everywhere?: boolean | undefined;
}

export interface AlikeRequest {
  readonly cluster: string;
  readonly answer: readonly AnsweredTag[];
  /** Clusters that are given at most. */
  readonly limit: number;
}

/** What one part of the answer would do to a cluster. */
export interface AlikeTag {
  /** Its place in the answer. */
  readonly place: number;
  /** Photos that would be decided. */
  readonly photos: number;
  /** Photos that would be held back. */
  readonly held: number;
}

export interface AlikeCluster {
  readonly id: string;
  readonly medoid: Sha1;
  readonly members: number;
  /** Wall clock, ISO 8601 without zone. */
  readonly start: string | null;
  readonly people: PeopleVerdict;
  /** Cosine distance of the medoids, 0 to 2. */
  readonly distance: number;
  /** As near as the photos of one cluster are; see LikenessCut. */
  readonly isAlike: boolean;
  /** The parts of the answer on which nothing was said there; never empty. */
  readonly tags: readonly AlikeTag[];
}

export interface AlikeClusters {
  /** Nearest first; those that are alike, and then some that are less so. */
  readonly rows: readonly AlikeCluster[];
  readonly cut: LikenessCut;
  /** Of each part of the answer: alike clusters that were decided before, and how many of them in the same way. */
  readonly before: readonly { readonly decided: number; readonly same: number }[];
  /** More may be alike: so many were looked at, and no more. */
  readonly isCutOff: boolean;
  /** Whether the medoid has a vector; without, nothing can be compared. */
  readonly isComparable: boolean;
}

/** Clusters that are looked at: enough for a screen or two, and few enough for a quick answer. */
const LOOKED_AT = 400;
/** Beyond the cut, so many more are shown: whether it was drawn too narrow, only eyes can tell. */
const LESS_ALIKE = 12;
/** Members whose distances say how alike the photos of a cluster are. */
const SAMPLE = 5000;

/**
 * Clusters to which the answer for one may be given as well: those whose medoids look alike, and of which nothing was
 * said on some part of the answer that was proposed for them. Nothing is decided here.
 * @throws USAGE for a cluster that is not there
 */
export async function alikeClusters(library: Library, request: AlikeRequest): Promise<AlikeClusters> {
  const { store, settings } = library;
  const [cluster] = await clustersNamed(library, [request.cluster]);
  const { cosine_threshold } = settings.clustering;
  const cut = likenessCut(
    await store.review.sampleDistances(SAMPLE),
    cosine_threshold * CLUSTER_FIT.thresholdShare,
  );
  const near = await nearestMedoids(library, cluster!);
  if (near === null) {
    const before = request.answer.map(() => ({ decided: 0, same: 0 }));
    return { rows: [], cut, before, isCutOff: false, isComparable: false };
  }
  const clusters = new Map(
    (await store.clusters.get([...near.clusters.values()])).map((one) => [one.id, one]),
  );
  const found = near.neighbours.flatMap(({ sha1, score }) => {
    const one = clusters.get(near.clusters.get(sha1)!);
    const distance = Math.max(0, 1 - score);
    return one === undefined ? [] : [{ cluster: one, distance, isAlike: distance <= cut.distance }];
  });
  const states = await Promise.all(
    request.answer.map(({ tag }) =>
      statesOf(
        library,
        tag,
        found.map((one) => one.cluster),
      ),
    ),
  );
  const before = request.answer.map(({ verdict }, place) => {
    const said = found
      .filter((one) => one.isAlike)
      .map((one) => states[place]!.get(one.cluster.id)!.verdict)
      .filter((one) => one !== null);
    return { decided: said.length, same: said.filter((one) => one === verdict).length };
  });
  const open = found.filter(({ cluster: { id } }) =>
    states.some((state, place) => isOpen(state.get(id)!, request.answer[place]!)),
  );
  const alike = open.filter((one) => one.isAlike).slice(0, request.limit);
  const less = open.filter((one) => !one.isAlike).slice(0, LESS_ALIKE);
  const shown = [...alike, ...less];
  const tags = await tagsOf(
    library,
    request.answer,
    shown.map((one) => one.cluster),
    states,
  );
  const facts = await clusterFacts(
    store,
    shown.map((one) => one.cluster),
  );
  const rows = shown.map(
    ({ cluster: one, distance, isAlike }, i): AlikeCluster => ({
      id: one.id,
      medoid: one.medoid,
      members: one.members.length,
      start: wallText(one.startMillis),
      people: facts[i]!.people,
      distance,
      isAlike,
      tags: tags.get(one.id)!,
    }),
  );
  const isLookedThrough = near.neighbours.length < LOOKED_AT || found.at(-1)?.isAlike !== true;
  const isCutOff = !isLookedThrough || alike.length < open.filter((one) => one.isAlike).length;
  return { rows, cut, before, isCutOff, isComparable: true };
}

/** Of the other clusters those with the nearest medoids; null where this one's has no vector. */
async function nearestMedoids(
  { store, vectorIndex }: Library,
  { medoid }: Cluster,
): Promise<{ neighbours: Neighbour[]; clusters: ReadonlyMap<Sha1, string> } | null> {
  const model = (await store.vectors.modelsOf([medoid])).get(medoid);
  const vector = model && (await store.photos.embeddingsOf([medoid], model)).get(medoid);
  if (!model || !vector) return null;
  const index = vectorIndex(model);
  await index.refresh();
  const clusters = new Map<Sha1, string>();
  const [neighbours = []] = await index.nearest({
    queries: [vector],
    count: LOOKED_AT,
    accept: async (sha1s) => {
      const medoids = await store.review.clustersOfMedoids(sha1s);
      medoids.delete(medoid);
      for (const [sha1, id] of medoids) clusters.set(sha1, id);
      return new Set(medoids.keys());
    },
  });
  return { neighbours, clusters: new Map(neighbours.map(({ sha1 }) => [sha1, clusters.get(sha1)!])) };
}

interface TagOfCluster {
  /** Null: nothing was said of any member; `both`: one thing of some and another of others. */
  readonly verdict: 'accept' | 'reject' | 'both' | null;
  readonly isProposed: boolean;
}

/** What was said of a tag over the members of clusters, and whether it was proposed for one. */
async function statesOf(
  { store }: Library,
  tag: TagKey,
  clusters: readonly Cluster[],
): Promise<Map<string, TagOfCluster>> {
  const sha1s = clusters.flatMap(({ members }) => members.map(({ sha1 }) => sha1));
  const states = await store.deeds.tagStates(tag, sha1s);
  const proposed = await store.deeds.proposedAmong(tag, sha1s);
  return new Map(
    clusters.map(({ id, members }) => {
      const said = new Set(
        members.flatMap(({ sha1 }) => {
          const { verdict } = states.get(sha1)!;
          return verdict === null ? [] : verdict === 'rejected' ? ('reject' as const) : ('accept' as const);
        }),
      );
      const [verdict = null] = said;
      const isProposed = members.some(({ sha1 }) => proposed.has(sha1));
      return [id, { verdict: said.size > 1 ? 'both' : verdict, isProposed }];
    }),
  );
}

/** Nothing was said there, and there is something to say. */
const isOpen = (tag: TagOfCluster, { verdict, everywhere = false }: AnsweredTag): boolean =>
  tag.verdict === null && (tag.isProposed || (everywhere && verdict === 'accept'));

async function tagsOf(
  library: Library,
  answer: readonly AnsweredTag[],
  clusters: readonly Cluster[],
  states: readonly ReadonlyMap<string, TagOfCluster>[],
): Promise<Map<string, AlikeTag[]>> {
  const tags = new Map(clusters.map(({ id }): [string, AlikeTag[]] => [id, []]));
  for (const [place, one] of answer.entries()) {
    const own = clusters.filter(({ id }) => isOpen(states[place]!.get(id)!, one));
    const { held } = await planOf(library, { ...one, clusters: own.map(({ id }) => id) });
    const heldOf = Map.groupBy(held, (photo) => photo.cluster);
    for (const { id, members } of own) {
      const count = heldOf.get(id)?.length ?? 0;
      tags.get(id)!.push({ place, photos: members.length - count, held: count });
    }
  }
  return tags;
}
