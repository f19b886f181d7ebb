import { correlation } from '../../algorithms/correlation.ts';
import { buildLabelModels } from '../../algorithms/labels/build-label-models.ts';
import type { LabelSpace } from '../../algorithms/labels/label-evidence.ts';
import { type LabelModel, logOddsOf, probabilityOf } from '../../algorithms/labels/label-model.ts';
import { distractorWords } from '../../config/distractor-words.ts';
import type { Vocabulary } from '../../config/vocabulary.ts';
import type { Embedder } from '../../models/embedder.ts';
import type { LabelSet } from '../../store/label-store.ts';
import type { Store } from '../../store/store.ts';
import type { WordScorer } from '../../taggers/word-scores.ts';
import { digestOf } from '../digest.ts';
import { SAMPLE_PHOTOS } from './build-labels.ts';
import { textOf } from './label-terms.ts';

/** Raised when the same texts and library give other scores. */
const VERSION = 2;

/** A model is two kilobytes: forty megabytes. Captions of a large library have so many words; then all begin anew. */
const MOST_MODELS = 20_000;

/**
 * From here two words are one: on 125 photos with CLIP ViT-B/32 and the 1,203 words of LVIS, the seven pairs above it
 * are near-synonyms but for one (sofa and sofa bed, cushion and pillow, sweater and sweatshirt; ski and ski pole); cat
 * and dog have 0.91. The likeness of the texts alone does not part them: cup and mug 0.93, cat and dog 0.94.
 */
const LEAST_CORRELATION = 0.93;
/** Of so many photos. */
const CORRELATED_PHOTOS = 1000;

export interface WordScorerTools {
  readonly store: Store;
  readonly embedder: Pick<Embedder, 'embedTexts' | 'promptTemplate'>;
  readonly vocabulary: Vocabulary;
  /** The labels of the space: as long as they stay, the library counts as the same one. */
  readonly set: Pick<LabelSet, 'space' | 'vectors'>;
}

/**
 * Models of whatever words captions come with: the text against the library, as for labels of the vocabulary. They are
 * made one by one, so that none depends on the others, when a caption first says the word, and not kept: the text
 * vectors are, which take the time.
 *
 * @returns null where the model has no text side
 */
export async function createWordScorer(tools: WordScorerTools): Promise<WordScorer | null> {
  const { store, embedder, vocabulary, set } = tools;
  const template = embedder.promptTemplate;
  const words = distractorWords(vocabulary);
  const distractors = words.map((word) => textOf(word, template));
  const distractorVectors = await embedder.embedTexts(distractors);
  if (distractorVectors === null) return null;
  let space: Promise<LabelSpace> | null = null;
  const openSpace = async (): Promise<LabelSpace> => ({
    sample: await store.labels.sample(set.space, SAMPLE_PHOTOS),
    distractors: distractorVectors,
  });
  const models = new Map<string, LabelModel>();
  const standings = new Map<string, Float64Array>();
  let turn: Promise<void> = Promise.resolve();
  let photos: readonly Float32Array[] = [];

  async function learn(words: readonly string[]): Promise<void> {
    const missing = [...new Set(words)].filter((word) => !models.has(word));
    if (missing.length === 0) return;
    if (models.size + missing.length > MOST_MODELS) {
      models.clear();
      standings.clear();
    }
    space ??= openSpace();
    const library = await space;
    const vectors = await embedder.embedTexts(missing.map((word) => textOf(word, template)));
    for (const [index, name] of missing.entries()) {
      const evidence = { layer: 'AI', name, texts: [vectors![index]!], accepted: [], rejected: [] } as const;
      models.set(name, buildLabelModels([evidence], library)[0]!);
      photos = library.sample.slice(0, CORRELATED_PHOTOS);
    }
  }

  function standingOf(word: string): Float64Array | null {
    const model = models.get(word);
    if (model === undefined) return null;
    const known = standings.get(word) ?? Float64Array.from(photos, (vector) => logOddsOf(model, vector));
    standings.set(word, known);
    return known;
  }

  return {
    model: set.space,
    version: `${VERSION} ${digestOf([distractors, template, set.vectors])}`,
    learn(words) {
      // One after the other: clusters of a batch come at the same time, and with the same words.
      turn = turn.then(() => learn(words));
      return turn;
    },
    score(word, vector) {
      const model = models.get(word);
      if (model === undefined || model.withheld !== null) return null;
      return { probability: rounded(probabilityOf(model, vector)), threshold: model.threshold };
    },
    areAlike(one, other) {
      const [a, b] = [standingOf(one), standingOf(other)];
      return a !== null && b !== null && correlation(a, b) >= LEAST_CORRELATION;
    },
  };
}

/** What changes behind the third digit changes nothing for anybody. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
