import type { StudioOptions } from '../../algorithms/studio-or-night.ts';
import { done } from '../../domain/outcome.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { TagLayer } from '../../domain/tag.ts';
import type { Store } from '../../store/store.ts';
import type { Tagger } from '../../taggers/tagger.ts';
import { clusterFacts } from '../cluster-facts.ts';
import { digestOf } from '../digest.ts';
import type { DueItem, Stage } from '../stage.ts';
import { type AroundClusters, aroundClusters } from './around-clusters.ts';
import { clusterDigests } from './cluster-digests.ts';
import { proposalsForCluster, type TaggedPhoto } from './proposals-for-cluster.ts';
import { ruleWeights } from './rule-weights.ts';
import type { TagRules } from './tag-rules.ts';

export interface TagsTools {
  readonly store: Store;
  readonly name: 'ck-tags' | 'ai-tags';
  readonly layer: TagLayer;
  readonly taggers: readonly Tagger[];
  /** The model whose vectors taggers see; none where it is left out. */
  readonly vectorsOf?: string | undefined;
  /** At most this many for one photo. */
  readonly most: number;
  /** Cloud taggers may speak of people sets as well: people_policy.allow_openai_on_people_sets. */
  readonly cloudSeesPeopleSets?: boolean;
  /** Everything else in the configuration that tags depend on. */
  readonly base: unknown;
  /** What the vocabulary says about which terms go together. */
  readonly rules: TagRules;
  /** Of freeform tags: words that are controlled, as `foldKey` gives them. */
  readonly controlled?: ReadonlySet<string> | undefined;
  /** How night and studio are told apart. */
  readonly studio: StudioOptions & { readonly enable: boolean };
}

interface ClusterItem extends DueItem {
  readonly fingerprint: string;
  readonly members: readonly Sha1[];
}

/** What a proposal may depend on. */
const FACTS = ['scan', 'metadata', 'dates', 'proxies', 'embeddings', 'people', 'captions'] as const;

/** Raised when the same suggestions are settled in another way. */
const RULES_VERSION = 2;

/** Proposals of one layer, a cluster at a time. Prefixes come when they are written. */
export function tagsStage(tools: TagsTools): Stage<ClusterItem, TaggedPhoto[]> {
  const { store, name, layer, taggers, most } = tools;
  const facts = taggers.some(({ place }) => place === 'cloud') ? [...FACTS, 'vision' as const] : FACTS;
  let weights: ReadonlyMap<string, number> | null = null;
  let around: Promise<AroundClusters> | null = null;
  const openAround = () => {
    around ??= aroundClusters(store);
    return around;
  };
  const findDue = async (from: Store, among?: readonly string[]): Promise<ClusterItem[]> => {
    weights ??= await ruleWeights(store, layer);
    const base = digestOf([
      RULES_VERSION,
      // In steps, so that a single click makes no more than its own cluster due.
      [...weights],
      tools.base,
      most,
      taggers.map(({ id, version, model }) => [id, version, model]),
    ]);
    const said = await from.tags.decisionsThatRestrict(layer, tools.rules.excludes);
    const { digest: digestAround } = await openAround();
    const found: ClusterItem[] = [];
    for (const [clusterId, { members, digest, decided, settledAs }] of await clusterDigests(from, {
      stage: name,
      facts,
      said,
      clusterIds: among,
    })) {
      const decisions = decided.length === 0 ? '' : `|${digestOf(decided)}`;
      const fingerprint = `${base}|${clusterId}|${digest}${decisions}${placesDigest(digestAround(clusterId))}`;
      if (settledAs !== fingerprint)
        found.push({ key: clusterId, size: members.length, fingerprint, members });
    }
    return found;
  };
  let due: ClusterItem[] | null = null;
  return {
    name,
    unit: 'photos',
    batchSize: 64,
    lanes: 1,
    async prepare() {
      around = null;
      for (const tagger of taggers) await tagger.prepare?.();
      weights = await ruleWeights(store, layer);
    },
    async countDue() {
      due = await findDue(store);
      return due.reduce((sum, item) => sum + (item.size ?? 1), 0);
    },
    async *due() {
      const found = due ?? (await findDue(store));
      due = null;
      yield* found;
    },
    claim: findDue,
    photosOf: (item) => item.members,
    async run(batch) {
      const clusters = await store.clusters.get(batch.map((item) => item.key));
      const { surrounded } = await openAround();
      const facts = (await clusterFacts(store, clusters, { vectorsOf: tools.vectorsOf })).map(surrounded);
      const sha1s = facts.flatMap(({ members }) => members.map((photo) => photo.sha1));
      const decisions = await store.tags.decisionsOf(sha1s);
      const words = await store.quarantine.rules();
      const learned = weights ?? new Map<string, number>();
      return Promise.all(
        facts.map(async (cluster) =>
          done(await proposalsForCluster(cluster, decisions, { ...tools, words, weights: learned })),
        ),
      );
    },
    async save(transaction, results) {
      for (const { item, outcome } of results) {
        if (outcome.status !== 'done') continue;
        await transaction.tags.putProposalsOf(layer, outcome.result);
        if (layer === 'AI') {
          await transaction.quarantine.putOf(
            new Map(outcome.result.map(({ sha1, quarantined }) => [sha1, quarantined])),
          );
        }
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

/** Empty where no other photo says where this cluster was taken. */
const placesDigest = (around: string): string => (around === '' ? '' : `|${around}`);
