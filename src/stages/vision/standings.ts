import { peopleReasons } from '../../algorithms/cloud-policy.ts';
import type { VisionQuestion } from '../../models/vision.ts';
import type { OutcomeRow } from '../../store/store.ts';
import type { VisionCandidate } from '../../store/vision-store.ts';
import type { CloudTools } from './tools.ts';

/**
 * Where a cluster stands with the vision service. `unknown`: it may have been paid for, and the answer was lost.
 */
export type Standing = 'due' | 'held' | 'answered' | 'refused' | 'unknown';

export interface StandingCluster extends VisionCandidate {
  readonly standing: Standing;
  /** Why it is held, or was refused. */
  readonly reasons: readonly string[];
  readonly fingerprint: string;
}

/** All clusters, those first of which the local models know least, then the larger ones. Nothing is asked. */
export async function clusterStandings(
  { store, settings, peopleBase }: Pick<CloudTools, 'store' | 'settings' | 'peopleBase'>,
  question: VisionQuestion,
  { retryUnknown }: { readonly retryUnknown: boolean },
): Promise<StandingCluster[]> {
  const candidates = await store.vision.candidates(peopleBase());
  const outcomes = await store.outcomes.of(
    'vision',
    candidates.map(({ medoid }) => medoid),
  );
  const unknown = await store.vision.unknown(question);
  return candidates
    .map((candidate) => {
      const fingerprint = fingerprintOf(question, candidate.proxyDigest);
      const isUnknown = unknown.has(candidate.medoid) && !retryUnknown;
      const outcome = outcomes.get(candidate.medoid);
      return {
        ...candidate,
        fingerprint,
        ...standingOf(candidate, outcome?.fingerprint === fingerprint ? outcome : undefined, {
          isUnknown,
          allowPeopleSets: settings.allowPeopleSets,
        }),
      };
    })
    .sort(byNeed);
}

function standingOf(
  { tally, proxyDigest }: VisionCandidate,
  outcome: OutcomeRow | undefined,
  { isUnknown, allowPeopleSets }: { readonly isUnknown: boolean; readonly allowPeopleSets: boolean },
): { standing: Standing; reasons: readonly string[] } {
  if (outcome?.status === 'done') return { standing: 'answered', reasons: [] };
  if (outcome?.status === 'skipped') return { standing: 'refused', reasons: [outcome.reason ?? ''] };
  const held = [
    ...peopleReasons(tally, allowPeopleSets),
    ...(proxyDigest === null ? ['its picture has no proxy'] : []),
  ];
  if (held.length > 0) return { standing: 'held', reasons: held };
  return { standing: isUnknown ? 'unknown' : 'due', reasons: [] };
}

/** What an answer depends on: the question, and the pixels. */
export const fingerprintOf = ({ model, promptId }: VisionQuestion, proxyDigest: string | null): string =>
  `${model}|${promptId}|${proxyDigest}`;

/**
 * Money goes first where it tells most: to clusters with few tags, or with tags that are probably wrong. Within one
 * expected tag it is the size that counts.
 */
function byNeed(one: VisionCandidate, other: VisionCandidate): number {
  return (
    Math.floor(one.expectedTags) - Math.floor(other.expectedTags) ||
    other.tally.members - one.tally.members ||
    (one.clusterId < other.clusterId ? -1 : 1)
  );
}
