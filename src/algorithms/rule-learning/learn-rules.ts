import type { RuleVerdicts } from '../../domain/tag.ts';
import { logOdds, shifted } from '../log-odds.ts';

export interface LearnedRule extends RuleVerdicts {
  /** Before anybody said anything. */
  readonly prior: number;
  /** That a proposal of it is kept, by what was said and by the prior. */
  readonly acceptance: number;
  /** Log-odds that are added to each of its proposals, in steps of {@link WEIGHT_STEP}; -20 where it is stopped. */
  readonly weight: number;
  /** Rejected more often than kept: it is no longer proposed. */
  readonly isStopped: boolean;
}

/**
 * How many clusters a prior is worth. With 4, a rule of 0.9 is stopped by the fourth cluster that is rejected in a row,
 * and one of 0.8 by the third.
 */
const NAME_STRENGTH = 4;
/** The other names of a source say little about this one: a detector may know dogs and not clocks. */
const SOURCE_STRENGTH = 12;
/** Fewer clusters are chance: nothing is learned from them. */
const LEAST_CLUSTERS = 3;
/**
 * What is learned is rounded to steps, so that a single click rarely changes it: with each change all photos of the
 * layer are due. A step takes one half to 62 %; from the first decision to the hundredth a rule takes eight at most.
 */
export const WEIGHT_STEP = 0.5;
const STOPPED_BELOW = 0.5;
/** Log-odds that no proposal outweighs, however sure its rule is: what is rejected is wrong on the sure ones as well. */
const STOP = -20;

/**
 * What is learned of rules from decisions: the share that was kept, drawn towards what is known of the source, and that
 * towards the prior, as beta-binomial models do (A. Gelman et al.: Bayesian Data Analysis, 3rd edition, 2013, 5.3; B.
 * Efron, C. Morris: Data Analysis Using Stein's Estimator, JASA 70, 1975). The source is judged by its other names
 * alone, so that nothing counts twice.
 * @param priorOf null for what is no rule, of which nothing is learned
 */
export function learnRules(
  verdicts: readonly RuleVerdicts[],
  priorOf: (source: string, name: string) => number | null,
): LearnedRule[] {
  return verdicts.flatMap((one): LearnedRule[] => {
    const prior = priorOf(one.source, one.name);
    if (prior === null) return [];
    const others = verdicts.filter(({ source, name }) => source === one.source && name !== one.name);
    const expected = shifted(prior, sourceWeight(others, priorOf));
    const acceptance = (NAME_STRENGTH * expected + one.kept) / (NAME_STRENGTH + one.clusters);
    const isHeard = one.clusters >= LEAST_CLUSTERS;
    const isStopped = isHeard && acceptance < STOPPED_BELOW;
    const learned = isHeard ? inSteps(logOdds(acceptance) - logOdds(prior)) : 0;
    return [{ ...one, prior, acceptance, weight: isStopped ? STOP : learned, isStopped }];
  });
}

/** How much better (above 0) or worse a source does than its priors say, in log-odds. */
function sourceWeight(
  verdicts: readonly RuleVerdicts[],
  priorOf: (source: string, name: string) => number | null,
): number {
  let [clusters, kept, foreseen] = [0, 0, 0];
  for (const one of verdicts) {
    clusters += one.clusters;
    kept += one.kept;
    foreseen += one.clusters * (priorOf(one.source, one.name) ?? 0);
  }
  if (clusters === 0) return 0;
  const usual = foreseen / clusters;
  const share = (SOURCE_STRENGTH * usual + kept) / (SOURCE_STRENGTH + clusters);
  return logOdds(share) - logOdds(usual);
}

/** Towards 0: a step is taken once all of it is learned. */
const inSteps = (weight: number): number => Math.trunc(weight / WEIGHT_STEP) * WEIGHT_STEP || 0;
