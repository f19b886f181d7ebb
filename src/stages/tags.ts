import { rankTags } from '../algorithms/rank-tags.ts';
import type { ClusterFacts, PhotoFacts, PhotoProposals } from '../domain/library.ts';
import { done } from '../domain/outcome.ts';
import type { Proposal, TagLayer } from '../domain/tag.ts';
import type { Store } from '../store/store.ts';
import type { Tagger } from '../taggers/tagger.ts';
import { clusterFacts } from './cluster-facts.ts';
import { digestOf } from './digest.ts';
import type { DueItem, Stage } from './stage.ts';

export interface TagsTools {
  readonly store: Store;
  readonly name: 'ck-tags' | 'ai-tags';
  readonly layer: TagLayer;
  readonly taggers: readonly Tagger[];
  /** The model whose vectors taggers see; none where it is left out. */
  readonly vectorsOf?: string | undefined;
  /** At most this many for one photo. */
  readonly most: number;
  /** Everything else in the configuration that tags depend on. */
  readonly base: unknown;
  /** Names that a photo must not get, with the reason. */
  suppressed?(photo: PhotoFacts, cluster: ClusterFacts): ReadonlySet<string>;
}

interface ClusterItem extends DueItem {
  readonly fingerprint: string;
}

/** What a proposal may depend on. */
const FACTS = ['scan', 'metadata', 'dates', 'proxies', 'embeddings', 'people'] as const;

/** Proposals of one layer, a cluster at a time. Prefixes come when they are written. */
export function tagsStage(tools: TagsTools): Stage<ClusterItem, PhotoProposals[]> {
  const { store, name, layer, taggers, most } = tools;
  const base = digestOf([tools.base, most, taggers.map(({ id, version, model }) => [id, version, model])]);
  const findDue = async (): Promise<ClusterItem[]> => {
    const settled = await store.outcomes.fingerprints(name);
    const due: ClusterItem[] = [];
    for (const { clusterId, digest, members } of await store.clusters.digests(FACTS)) {
      const fingerprint = `${base}|${clusterId}|${digest}`;
      if (members.some((sha1) => settled.get(sha1) !== fingerprint)) {
        due.push({ key: clusterId, size: members.length, fingerprint });
      }
    }
    return due;
  };
  return {
    name,
    unit: 'photos',
    batchSize: 64,
    lanes: 1,
    countDue: async () => (await findDue()).reduce((sum, item) => sum + (item.size ?? 1), 0),
    async *due() {
      yield* await findDue();
    },
    async run(batch) {
      const clusters = await store.clusters.get(batch.map((item) => item.key));
      const facts = await clusterFacts(store, clusters, { vectorsOf: tools.vectorsOf });
      return Promise.all(facts.map(async (cluster) => done(await proposalsFor(cluster, tools))));
    },
    async save(transaction, results) {
      for (const { item, outcome } of results) {
        if (outcome.status !== 'done') continue;
        for (const photo of outcome.result) await transaction.tags.putProposals(layer, photo);
        await transaction.outcomes.put(
          outcome.result.map((photo) => ({
            stage: name,
            item: photo.sha1,
            fingerprint: item.fingerprint,
            status: 'done',
            reason: null,
            digest: digestOf(photo.proposals),
          })),
        );
      }
    },
  };
}

async function proposalsFor(cluster: ClusterFacts, tools: TagsTools): Promise<PhotoProposals[]> {
  // Fail closed: what is not proven to show nobody is not sent anywhere.
  const allowed = tools.taggers.filter(
    (tagger) => tagger.place === 'local' || cluster.people === 'no-people',
  );
  const suggestions = await Promise.all(
    allowed.map(async (tagger) => ({ tagger, candidates: await tagger.propose(cluster) })),
  );
  return cluster.members.map((photo) => {
    const suppressed = tools.suppressed?.(photo, cluster) ?? new Set<string>();
    const proposals = suggestions.flatMap(({ tagger, candidates }) =>
      (candidates.get(photo.sha1) ?? [])
        .filter(({ name }) => !suppressed.has(name))
        .map(
          (candidate): Proposal => ({
            layer: tools.layer,
            name: candidate.name,
            score: candidate.score,
            reason: candidate.reason,
            probability: candidate.probability ?? null,
            threshold: candidate.threshold ?? null,
            source: tagger.id,
            model: tagger.model,
          }),
        ),
    );
    return { sha1: photo.sha1, proposals: rankTags(proposals, tools.most) };
  });
}
