import { labelModel } from '../src/algorithms/labels/build-label-models.ts';
import { logOddsOf } from '../src/algorithms/labels/label-model.ts';
import { logistic } from '../src/algorithms/labels/logistic.ts';
import { drawn } from './labelled-photos.ts';
import { averagePrecisions, type Found, foundBy } from './tag-truth.ts';
import type { ClipTask } from './tags-before-clicks.ts';

export interface AfterClicks {
  readonly averagePrecisions: readonly number[];
  readonly found: Found;
  /** On average a label and part. */
  readonly accepted: number;
  readonly rejected: number;
  /** Mean probability of what is proposed: the precision that the user is told. */
  readonly expected: number;
}

export interface Clicking {
  /** Photos accepted and rejected, where the other parts have so many. */
  readonly clicks: number;
  /** Drawn at random, or all of the first `2 × clicks` in the order of the text's probability. */
  readonly order: 'random' | 'proposed';
  readonly hasText: boolean;
}

const PARTS = 5;
const LEAST_PROBABILITY = 0.3;

/**
 * Each photo is scored by a model whose clicks are all on photos of the other parts; parts are drawn by label, so that
 * photos with the label are spread over them.
 */
export function afterClicks(
  task: ClipTask,
  { clicks, order, hasText }: Clicking,
  random: () => number,
): AfterClicks {
  const { photos, names, texts, truth, library } = task;
  const counts = { accepted: 0, rejected: 0, models: 0 };
  const logOdds = truth.map((row, label) => {
    const known = { layer: 'CK', name: names[label]!, texts: hasText ? [texts[label]!] : [] } as const;
    const before = labelModel({ ...known, texts: [texts[label]!], accepted: [], rejected: [] }, library);
    const scores: number[] = photos.map(() => Number.NEGATIVE_INFINITY);
    for (const part of partsOf(row, random)) {
      const inPart = new Set(part);
      const others = drawn([...photos.keys()], photos.length, random).filter(
        (photo) => row[photo] !== null && !inPart.has(photo),
      );
      if (order === 'proposed') {
        const probability = photos.map((photo) => logOddsOf(before, photo));
        others.sort((a, b) => probability[b]! - probability[a]!);
        others.length = Math.min(others.length, 2 * clicks);
      }
      const limit = order === 'proposed' ? others.length : clicks;
      const accepted = others.filter((photo) => row[photo]).slice(0, limit);
      const rejected = others.filter((photo) => !row[photo]).slice(0, limit);
      counts.accepted += accepted.length;
      counts.rejected += rejected.length;
      counts.models++;
      const model = labelModel(
        {
          ...known,
          accepted: accepted.map((photo) => photos[photo]!),
          rejected: rejected.map((photo) => photos[photo]!),
        },
        library,
      );
      for (const photo of part) scores[photo] = logOddsOf(model, photos[photo]!);
    }
    return scores;
  });
  const isProposed = (label: number, photo: number) => logistic(logOdds[label]![photo]!) >= LEAST_PROBABILITY;
  const proposed = truth.flatMap((row, label) =>
    row.flatMap((isRight, photo) =>
      isRight !== null && isProposed(label, photo) ? [logistic(logOdds[label]![photo]!)] : [],
    ),
  );
  return {
    averagePrecisions: averagePrecisions(truth, logOdds),
    found: foundBy(truth, isProposed),
    accepted: counts.accepted / counts.models,
    rejected: counts.rejected / counts.models,
    expected: proposed.reduce((sum, probability) => sum + probability, 0) / Math.max(1, proposed.length),
  };
}

function partsOf(row: readonly (boolean | null)[], random: () => number): number[][] {
  const parts: number[][] = Array.from({ length: PARTS }, () => []);
  for (const kind of [true, false]) {
    const of = [...row.keys()].filter((photo) => row[photo] === kind);
    const start = Math.floor(random() * PARTS);
    drawn(of, of.length, random).forEach((photo, i) => {
      parts[(start + i) % PARTS]!.push(photo);
    });
  }
  return parts;
}
