import { shifted } from '../../algorithms/log-odds.ts';
import { likelihoodOf, rankTags } from '../../algorithms/rank-tags.ts';
import type { StudioFinding } from '../../algorithms/studio-or-night.ts';
import { weighNight } from '../../algorithms/weigh-night.ts';
import type { PeopleVerdict } from '../../domain/detection.ts';
import type { Decision, Proposal } from '../../domain/tag.ts';
import { lower, type TagRules } from './tag-rules.ts';

/** What is known of the photo beside what taggers say. */
export interface Situation {
  /** Of its cluster. */
  readonly people: PeopleVerdict;
  /** What the user said of tags of this layer on this photo. */
  readonly decisions: readonly Decision[];
  /** Null where the studio rule is switched off. */
  readonly studioOrNight: StudioFinding | null;
}

export interface LeftOut {
  readonly proposal: Proposal;
  /** In words a person can read. */
  readonly why: string;
}

export interface Settled {
  /** Best first. */
  readonly proposals: readonly Proposal[];
  readonly leftOut: readonly LeftOut[];
}

/** What holds for all photos of the layer. */
export interface SettleOptions {
  readonly rules: TagRules;
  /** What decisions elsewhere are worth, in log-odds, by {@link weightKey}. */
  readonly weights: ReadonlyMap<string, number>;
  /** At most this many that nobody decided on. */
  readonly most: number;
}

/**
 * What remains of all that taggers suggest for one photo, whichever tagger it was: nothing against the people rules or
 * below its threshold, night and studio weighed against each other, of terms that exclude each other the likelier one,
 * and of the rest the likeliest. The order of suggestions makes no difference. What the user decided on stays on
 * record as its tagger suggests it, the rejected at the end: it takes no place from others, and rules learn from it.
 */
export function settleProposals(
  suggested: readonly Proposal[],
  situation: Situation,
  { rules, weights, most }: SettleOptions,
): Settled {
  const leftOut: LeftOut[] = [];
  const leave = (proposal: Proposal, why: string): void => {
    leftOut.push({ proposal, why });
  };
  const verdicts = new Map(situation.decisions.map(({ name, verdict }) => [lower(name), verdict]));
  const rejected: Proposal[] = [];
  const standing: Proposal[] = [];
  for (const proposal of suggested) {
    const verdict = verdicts.get(lower(proposal.name));
    if (verdict === 'rejected') {
      rejected.push(proposal);
      leave(proposal, 'you rejected it on this photo');
      continue;
    }
    const { name } = proposal;
    // A rule knows its word, whatever the term is called by now.
    const ruleWord = rules.ruleWords.get(lower(name)) ?? name;
    const night = weighNight({ ...learned(proposal, weights), name: ruleWord }, situation.studioOrNight);
    const weighed = { ...night, proposal: { ...night.proposal, name } };
    const why =
      againstPeopleRules(proposal, situation, rules) ?? weighed.leftOut ?? belowThreshold(weighed.proposal);
    if (why === null || verdict !== undefined) standing.push(weighed.proposal);
    else leave(weighed.proposal, why);
  }
  const agreed = withoutRivals(rankTags(standing, Number.POSITIVE_INFINITY), situation, rules, leave);
  let places = most;
  const proposals = agreed.filter((proposal) => {
    if (verdicts.has(lower(proposal.name)) || places-- > 0) return true;
    leave(proposal, `${most} others are likelier`);
    return false;
  });
  return { proposals: [...proposals, ...rankTags(rejected, Number.POSITIVE_INFINITY)], leftOut };
}

export const weightKey = ({ source, name }: Pick<Proposal, 'source' | 'name'>): string => `${source} ${name}`;

/** What decisions on other photos say of this tagger's proposals of that name. */
function learned(proposal: Proposal, weights: ReadonlyMap<string, number>): Proposal {
  const weight = weights.get(weightKey(proposal)) ?? 0;
  const { probability = null } = proposal;
  if (weight === 0 || probability === null) return proposal;
  return {
    ...proposal,
    probability: shifted(probability, weight),
    reason: `${proposal.reason}; ${weight > 0 ? 'likelier' : 'less likely'} by your decisions on other photos`,
  };
}

/** Only what decisions changed can be below: taggers suggest nothing that does not reach its threshold by itself. */
function belowThreshold({ probability = null, threshold = null }: Proposal): string | null {
  if (probability === null || threshold === null || probability >= threshold) return null;
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  return `you rejected it too often on other photos: ${percent(probability)} likely, ${percent(threshold)} are asked`;
}

function againstPeopleRules(
  { name }: Proposal,
  { people, studioOrNight }: Situation,
  rules: TagRules,
): string | null {
  const key = lower(name);
  if (people === 'people') {
    return rules.notOnPeopleSets.has(key) ? 'it is never proposed on people sets' : null;
  }
  if (!rules.onlyOnPeopleSets.has(key)) return null;
  // The studio rule has seen a person of its own, even where that is too little to make the cluster a people set.
  if (studioOrNight?.studio && STUDIO_TERMS.has(rules.ruleWords.get(key) ?? key)) return null;
  return 'it is proposed on people sets only';
}

const STUDIO_TERMS: ReadonlySet<string> = new Set(['studio', 'black-background']);

/**
 * From the likeliest down, each takes out what it excludes; what the user kept comes before all. The one that stays
 * says in its reason what it was preferred to, and why that had been suggested.
 */
function withoutRivals(
  ranked: readonly Proposal[],
  { decisions }: Situation,
  { excludes }: TagRules,
  leave: (proposal: Proposal, why: string) => void,
): Proposal[] {
  if (excludes.size === 0) return [...ranked];
  const kept = namesOf(decisions, (verdict) => verdict !== 'rejected');
  const winners: { proposal: Proposal; losers: Proposal[] }[] = [];
  for (const proposal of ranked) {
    const rivals = excludes.get(lower(proposal.name)) ?? new Set<string>();
    const byHand = [...kept].find((name) => rivals.has(name));
    const winner = winners.find((one) => rivals.has(lower(one.proposal.name)));
    if (kept.has(lower(proposal.name))) winners.push({ proposal, losers: [] });
    else if (byHand !== undefined) leave(proposal, `you chose ${byHand}, which excludes it`);
    else if (winner !== undefined) {
      winner.losers.push(proposal);
      leave(proposal, `${winner.proposal.name} is likelier, and the two exclude each other`);
    } else winners.push({ proposal, losers: [] });
  }
  return winners.map(({ proposal, losers }) =>
    losers.length === 0
      ? proposal
      : { ...proposal, reason: `${proposal.reason}; rather than ${losers.map(inWords).join(' and ')}` },
  );
}

const inWords = (proposal: Proposal): string =>
  `${proposal.name} (${Math.round(likelihoodOf(proposal) * 100)} %: ${proposal.reason})`;

const namesOf = (
  decisions: readonly Decision[],
  isWanted: (verdict: Decision['verdict']) => boolean,
): ReadonlySet<string> =>
  new Set(decisions.filter(({ verdict }) => isWanted(verdict)).map(({ name }) => lower(name)));
