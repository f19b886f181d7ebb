import { distractorWords } from '../../config/distractor-words.ts';
import type { Vocabulary } from '../../config/vocabulary.ts';
import type { TagLayer } from '../../domain/tag.ts';
import type { Embedder } from '../../models/embedder.ts';
import type { LabelSet } from '../../store/label-store.ts';
import type { Store } from '../../store/store.ts';
import { digestOf } from '../digest.ts';
import { buildLabels, LEAST_PHOTOS, textVectors } from './build-labels.ts';
import { decidedPhotos } from './decided-photos.ts';
import { labelTerms, textOf } from './label-terms.ts';

/** Raised when the same evidence gives other models. */
const LABELS_VERSION = 2;

/**
 * A library that grows or shrinks by less than this share since the models were made keeps them: how usual a look is
 * hardly changes, and all photos would be due again for nothing.
 */
export const GROWTH_THAT_COUNTS = 0.25;

export interface LabelTools {
  readonly store: Store;
  /** The model whose vectors are scored. */
  readonly space: string;
  /** That model; null where it is not on the disk. */
  readonly embedder: Pick<Embedder, 'embedTexts' | 'promptTemplate'> | null;
  readonly vocabulary: Vocabulary;
}

/**
 * The label models of a space, made anew where vocabulary, decisions or model changed or the library became another
 * one, and otherwise those that were made before. Without the model itself they stay as they are.
 *
 * @returns null where there is nothing to make them from
 */
export async function refreshLabels(tools: LabelTools): Promise<LabelSet | null> {
  const { store, space, embedder, vocabulary } = tools;
  const kept = await store.labels.get(space);
  if (embedder === null) return kept;
  const vectors = await countVectors(store, space);
  if (vectors < LEAST_PHOTOS) return null;
  const terms = labelTerms(vocabulary, embedder.promptTemplate);
  const distractors = distractorWords(vocabulary).map((word) => textOf(word, embedder.promptTemplate));
  const texts = await textVectors(embedder, terms, distractors);
  const all = [];
  for (const term of terms) all.push({ term, decided: await decidedPhotos(store, term, space) });
  const labels = all.filter(({ decided }) => texts !== null || decided.kept.length > 0);
  const inputs = digestOf([LABELS_VERSION, texts === null ? null : distractors, labels]);
  if (kept?.inputs === inputs && isNear(vectors, kept.vectors)) return kept;
  const built = await buildLabels({ store, space, labels, texts });
  const digest = (layer: TagLayer): string =>
    digestOf([LABELS_VERSION, built.filter(({ model }) => model.layer === layer).map(({ model }) => model)]);
  const digests = { CK: digest('CK'), AI: digest('AI') };
  const set: LabelSet = { space, inputs, vectors, digests, labels: built };
  await store.transaction((transaction) => transaction.labels.put(set));
  return set;
}

/** The space whose models may be used where the configured one cannot be named; null where there is none. */
export async function spaceWithLabels(store: Store): Promise<string | null> {
  for (const { model } of await store.vectors.spaces()) {
    if ((await store.labels.get(model)) !== null) return model;
  }
  return null;
}

const isNear = (vectors: number, before: number): boolean =>
  Math.abs(vectors - before) <= before * GROWTH_THAT_COUNTS;

async function countVectors(store: Store, space: string): Promise<number> {
  return (await store.vectors.spaces()).find(({ model }) => model === space)?.vectors ?? 0;
}
