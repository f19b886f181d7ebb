import { labelModel } from '../src/algorithms/labels/build-label-models.ts';
import { logOddsOf } from '../src/algorithms/labels/label-model.ts';
import { type LibrarySpace, librarySpace } from '../src/algorithms/labels/library-space.ts';
import { fitLogistic, logistic } from '../src/algorithms/labels/logistic.ts';
import { product } from '../src/algorithms/nearest/exact-nearest.ts';
import { unsplashLabels } from '../test/data/unsplash-labels.ts';
import type { ClipVectors } from './clip-vectors.ts';
import { drawn } from './labelled-photos.ts';
import { averagePrecisions, type Found, foundBy, type Scores, type Truth } from './tag-truth.ts';

/** 46 labels, seen by eye, on 125 photos with real CLIP vectors; the other names of LVIS are words like others. */
export interface ClipTask {
  readonly photos: readonly Float32Array[];
  readonly names: readonly string[];
  readonly texts: readonly Float32Array[];
  readonly truth: Truth;
  readonly library: LibrarySpace;
}

export interface Method {
  readonly method: string;
  readonly averagePrecisions: readonly number[];
  readonly found: Found;
}

/** Customary for this model, and the `k` of the spec. */
const CUSTOMARY_COSINE = 0.25;
const CUSTOMARY_K = 10;
const PARTS = 5;

export function clipTask({ photos, names, texts }: ClipVectors): ClipTask {
  const labels = unsplashLabels();
  const rows = labels.map(({ label }) => names.indexOf(label));
  const taken = new Set(rows);
  const own = rows.map((row) => texts[row]!);
  const distractors = texts.filter((_, row) => !taken.has(row));
  return {
    photos,
    names: labels.map(({ label }) => label),
    texts: own,
    truth: labels.map(({ yes, unsure }) =>
      photos.map((_, photo) => (unsure.includes(photo) ? null : yes.includes(photo))),
    ),
    library: librarySpace({ sample: photos, distractors }, own),
  };
}

/** What a fixed cosine and the best k find, each also at the setting that is best for these very labels. */
export function peers({ photos, texts, truth }: ClipTask): Method[] {
  const cosines = texts.map((text) => photos.map((photo) => product(text, photo)));
  const ranks = cosines.map((row, label) =>
    row.map((cosine, photo) => cosines.filter((other, i) => i !== label && other[photo]! > cosine).length),
  );
  const byCosine = averagePrecisions(truth, cosines);
  // Of photos on which a label has the same place, the more alike first.
  const byRank = averagePrecisions(
    truth,
    ranks.map((row, label) => row.map((rank, photo) => cosines[label]![photo]! - rank)),
  );
  const aboveCosine = (least: number) => foundBy(truth, (label, photo) => cosines[label]![photo]! >= least);
  const among = (k: number) => foundBy(truth, (label, photo) => ranks[label]![photo]! < k);
  const bestCosine = bestBy(
    Array.from({ length: 151 }, (_, i) => 0.15 + i / 1000),
    (least) => aboveCosine(least).f1,
  );
  const bestK = bestBy([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], (k) => among(k).f1);
  const method = (name: string, precisions: readonly number[], found: Found): Method => ({
    method: name,
    averagePrecisions: precisions,
    found,
  });
  return [
    method(`cosine at least ${CUSTOMARY_COSINE}`, byCosine, aboveCosine(CUSTOMARY_COSINE)),
    method(`cosine at least ${bestCosine.toFixed(3)}, best for these`, byCosine, aboveCosine(bestCosine)),
    method(`best ${CUSTOMARY_K} a photo`, byRank, among(CUSTOMARY_K)),
    method(`best ${bestK} a photo, best for these`, byRank, among(bestK)),
  ];
}

/** Ours: with the product's constants, and with slope and pivot fitted on other labels and other photos alone. */
export function ours(task: ClipTask, random: () => number): Method[] {
  const { photos, texts, names, truth, library } = task;
  const models = texts.map((text, i) =>
    labelModel({ layer: 'CK', name: names[i]!, texts: [text], accepted: [], rejected: [] }, library),
  );
  const logOdds = models.map((model) => photos.map((photo) => logOddsOf(model, photo)));
  const at = (scores: Scores, threshold: number) =>
    foundBy(truth, (label, photo) => logistic(scores[label]![photo]!) >= threshold);
  const { threshold } = models[0]!;
  const refitted = fittedElsewhere(truth, logOdds, random);
  const precisions = averagePrecisions(truth, logOdds);
  return [
    {
      method: `ours, probability ${threshold}`,
      averagePrecisions: precisions,
      found: at(logOdds, threshold),
    },
    { method: 'ours, probability 0.5', averagePrecisions: precisions, found: at(logOdds, 0.5) },
    {
      method: `ours, ${threshold}, constants of others`,
      averagePrecisions: averagePrecisions(truth, refitted),
      found: at(refitted, threshold),
    },
  ];
}

/** Log-odds whose slope and pivot come from labels and photos of other parts than theirs. */
function fittedElsewhere(truth: Truth, logOdds: Scores, random: () => number): Scores {
  const partOf = (count: number) => {
    const order = drawn([...Array(count).keys()], count, random);
    const parts: number[] = [];
    order.forEach((item, i) => {
      parts[item] = i % PARTS;
    });
    return parts;
  };
  const labelPart = partOf(truth.length);
  const photoPart = partOf(truth[0]!.length);
  const fitted = logOdds.map((row) => [...row]);
  for (let a = 0; a < PARTS; a++) {
    for (let b = 0; b < PARTS; b++) {
      const examples = truth.flatMap((row, label) =>
        row.flatMap((isRight, photo) =>
          isRight === null || labelPart[label] === a || photoPart[photo] === b
            ? []
            : [{ vector: Float64Array.of(logOdds[label]![photo]!), isRight, weight: 1 }],
        ),
      );
      const { weights, offset } = fitLogistic(examples, Float64Array.of(1), 10);
      truth.forEach((row, label) => {
        row.forEach((_, photo) => {
          if (labelPart[label] !== a || photoPart[photo] !== b) return;
          fitted[label]![photo] = weights[0]! * logOdds[label]![photo]! + offset;
        });
      });
    }
  }
  return fitted;
}

function bestBy<Item>(items: readonly Item[], value: (item: Item) => number): Item {
  return items.reduce((best, item) => (value(item) > value(best) ? item : best));
}
