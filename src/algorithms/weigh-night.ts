import type { Proposal } from '../domain/tag.ts';
import { shifted } from './log-odds.ts';
import type { StudioFinding } from './studio-or-night.ts';

/** The term that studio light speaks against, in either layer. */
const NIGHT = 'night';

/**
 * Log-odds that a score of 1 is worth. A studio at 0.75, which is one with the face turned away, takes a tagger that
 * is 90 % sure of the night down to 31 %; half of that evidence takes it to 67 % and is overruled by it.
 */
const WEIGHT = 4;

/** Below this a studio score has nothing to say beside a tagger that was sure enough to propose. */
const LEAST_LEAD = 0.05;

/** A tagger that does not know how sure it is has to give way to a lead of this. */
const LEAD_OVER_THE_UNSURE = 0.5;

/** A night that is more likely not there is not proposed; taggers may ask for more. */
const THRESHOLD = 0.5;

/** What became of a proposal; `leftOut` says why it is not proposed, and is null where it is. */
export interface Weighed {
  readonly proposal: Proposal;
  readonly leftOut: string | null;
}

/**
 * A proposal of `night`, whoever made it, in the light of what a studio rule found: the studio score lowers its
 * probability, the night score raises it, and a whole studio takes it away. Other proposals stay as they are.
 */
export function weighNight(proposal: Proposal, finding: StudioFinding | null): Weighed {
  if (finding === null || proposal.name.toLowerCase() !== NIGHT) return { proposal, leftOut: null };
  const inWords = finding.reasons.join(', ');
  if (finding.suppressNight) return { proposal, leftOut: `it is a studio: ${inWords}` };
  const lead = (finding.lightIsKnown ? finding.nightScore : 0) - finding.studioScore;
  if (Math.abs(lead) < LEAST_LEAD) return { proposal, leftOut: null };
  const { probability = null } = proposal;
  if (probability === null) {
    return { proposal, leftOut: lead <= -LEAD_OVER_THE_UNSURE ? `it looks like a studio: ${inWords}` : null };
  }
  const weighed = shifted(probability, WEIGHT * lead);
  const said = lead < 0 ? 'less likely, as it looks like a studio' : 'more likely, as light was wanting';
  const now = { ...proposal, probability: weighed, reason: `${proposal.reason}; ${said}: ${inWords}` };
  const threshold = Math.max(THRESHOLD, proposal.threshold ?? 0);
  // A night that its tagger is sure enough of is only taken away by light, never by its own threshold.
  const falls = lead < 0 && weighed < threshold;
  return { proposal: now, leftOut: falls ? `it looks like a studio: ${inWords}` : null };
}
