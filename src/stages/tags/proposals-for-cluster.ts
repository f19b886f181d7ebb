import { startingProbability } from '../../algorithms/rule-learning/rule-priors.ts';
import { studioEvidenceOf } from '../../algorithms/studio-evidence.ts';
import { type StudioOptions, studioOrNight } from '../../algorithms/studio-or-night.ts';
import type { ClusterFacts, PhotoFacts, PhotoProposals } from '../../domain/library.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { QuarantinedWord, WordVerdict } from '../../domain/quarantine.ts';
import type { Decision, Proposal, TagCandidate, TagLayer } from '../../domain/tag.ts';
import type { Tagger } from '../../taggers/tagger.ts';
import { foldFreeform } from './fold-freeform.ts';
import { isBanned, isWithheld, wordsToWait } from './quarantine.ts';
import { type SettleOptions, settleProposals } from './settle-proposals.ts';

export interface ProposalOptions extends SettleOptions {
  readonly layer: TagLayer;
  readonly taggers: readonly Tagger[];
  readonly studio: StudioOptions & { readonly enable: boolean };
  /** Of freeform tags: words that are controlled, as `foldKey` gives them; they are nobody's freeform tag. */
  readonly controlled?: ReadonlySet<string> | undefined;
  /** What the user said of words that waited, by `foldKey`. */
  readonly words: ReadonlyMap<string, WordVerdict>;
  /** Cloud taggers may speak of people sets as well: people_policy.allow_openai_on_people_sets. */
  readonly cloudSeesPeopleSets?: boolean;
}

export interface TaggedPhoto extends PhotoProposals {
  /** Of medoids alone, which captioners and vision services look at; banned words of every photo. */
  readonly quarantined: readonly QuarantinedWord[];
}

/** Asks all taggers that may see the cluster, and settles what they suggest, photo by photo. */
export async function proposalsForCluster(
  cluster: ClusterFacts,
  decisions: ReadonlyMap<Sha1, readonly Decision[]>,
  options: ProposalOptions,
): Promise<TaggedPhoto[]> {
  const { layer, taggers, studio, words, controlled, cloudSeesPeopleSets = false } = options;
  // Fail closed: what is not proven to show nobody is not sent anywhere.
  const allowed = taggers.filter(
    (tagger) =>
      tagger.place === 'local' ||
      cluster.people === 'no-people' ||
      (cloudSeesPeopleSets && cluster.people === 'people'),
  );
  const suggestions = await Promise.all(
    allowed.map(async (tagger) => ({ tagger, candidates: await tagger.propose(cluster) })),
  );
  const isOfLayer = (decision: Decision) => decision.layer === layer;
  return cluster.members.map((photo) => {
    const suggested: Proposal[] = [];
    const waiting: QuarantinedWord[] = [];
    const banned: QuarantinedWord[] = [];
    for (const { tagger, candidates } of suggestions) {
      for (const candidate of candidates.get(photo.sha1) ?? []) {
        const { name, reason, withheld } = candidate;
        if (layer === 'AI' && isBanned(name, words)) {
          banned.push({ word: name, reason: withheld?.reason ?? reason, source: tagger.id });
        } else if (!isWithheld(candidate, words)) suggested.push(proposalOf(candidate, tagger));
        else waiting.push({ word: name, reason: withheld!.reason, source: tagger.id });
      }
    }
    const situation = {
      people: cluster.people,
      decisions: (decisions.get(photo.sha1) ?? []).filter(isOfLayer),
      studioOrNight: studio.enable ? findingOf(photo, studio) : null,
    };
    const folded = controlled === undefined ? suggested : foldFreeform(suggested, controlled);
    const { proposals } = settleProposals(folded, situation, options);
    const isMedoid = photo.sha1 === cluster.cluster.medoid;
    return {
      sha1: photo.sha1,
      proposals,
      quarantined: wordsToWait([...(isMedoid ? waiting : []), ...banned], suggested),
    };
  });
}

const findingOf = (photo: PhotoFacts, studio: StudioOptions) =>
  studioOrNight(studioEvidenceOf(photo), studio);

/** More often right than wrong: what rules have to reach that ask for nothing else. */
const RULE_THRESHOLD = 0.5;

function proposalOf(candidate: TagCandidate, tagger: Tagger): Proposal {
  const { name, score, reason } = candidate;
  const prior = startingProbability(tagger.id, name, score);
  const probability = candidate.probability ?? prior;
  const threshold = candidate.threshold ?? (prior === null ? null : RULE_THRESHOLD);
  const model = candidate.model ?? tagger.model;
  return { layer: tagger.layer, name, score, reason, probability, threshold, source: tagger.id, model };
}
