/**
 * How likely a rule's proposals are right before anybody said anything: the usual probability of its candidates, and
 * what a candidate without a probability of its own is given. Measured on the development data where it has examples
 * (docs/tags.md), judged where it has none.
 */
interface SourcePrior {
  readonly usual: number;
  /** By name, where a rule is surer or less sure of it than usual. */
  readonly names?: Readonly<Record<string, number>>;
  /** Scores of its candidates are meant as probabilities. */
  readonly scoresAreLikely?: true;
}

const PRIORS: Readonly<Record<string, SourcePrior>> = {
  // EXIF names the camera, and the vocabulary names it in whole.
  gear: { usual: 0.98 },
  // Positions are right; a folder may hold the way home as well.
  places: { usual: 0.85, scoresAreLikely: true },
  measured: {
    usual: 0.9,
    names: {
      'black and white': 0.93,
      'long exposure': 0.95,
      flash: 0.97,
      macro: 0.55,
      night: 0.75,
      panorama: 0.7,
    },
  },
  // 147 of 186 on parts of the development data that the curves were not fitted to.
  objects: { usual: 0.8 },
  people: {
    usual: 0.85,
    names: {
      abstract: 0.55,
      bodyscape: 0.6,
      'black-background': 0.75,
      'hair:blonde': 0.7,
      'hair:brunette': 0.78,
      studio: 0.7,
    },
  },
  studio: { usual: 0.75 },
  // That witnesses disagree is a fact; that the date is wrong does not follow.
  dates: { usual: 0.9 },
};

/** Sources whose decisions are learned from here; scored labels and services have their own calibration. */
export const RULE_SOURCES: readonly string[] = Object.keys(PRIORS);

/** Null for what is no rule. */
export function priorOf(source: string, name: string): number | null {
  if (!Object.hasOwn(PRIORS, source)) return null;
  const { usual, names = {} } = PRIORS[source]!;
  return Object.hasOwn(names, name) ? names[name]! : usual;
}

/** What a rule's candidate without a probability of its own is given; null for what is no rule. */
export function startingProbability(source: string, name: string, score: number): number | null {
  const prior = priorOf(source, name);
  return prior !== null && PRIORS[source]!.scoresAreLikely ? Math.min(1, Math.max(0, score)) : prior;
}
