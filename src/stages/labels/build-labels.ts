import { buildLabelModels } from '../../algorithms/labels/build-label-models.ts';
import type { LabelEvidence, LabelSpace } from '../../algorithms/labels/label-evidence.ts';
import { type LabelModel, logOddsOf } from '../../algorithms/labels/label-model.ts';
import { libraryStanding } from '../../algorithms/labels/library-standing.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Embedder } from '../../models/embedder.ts';
import type { ScoredLabel } from '../../store/label-store.ts';
import type { Store } from '../../store/store.ts';
import type { DecidedPhotos } from './decided-photos.ts';
import type { LabelTerm } from './label-terms.ts';

/** Photos that stand for the library: enough that the thousandth part of it is four of them. */
export const SAMPLE_PHOTOS = 4096;
/** With fewer photos nothing can be said of how usual a look is. */
export const LEAST_PHOTOS = 24;

/** Accepted photos, at most some of each cluster, from which on a label without a text is proposed. */
export const LEAST_ACCEPTED = 3;

/** Vectors of the texts of labels, and of words that are none; null where the model has no text side. */
export interface TextVectors {
  /** By text. */
  readonly labels: ReadonlyMap<string, Float32Array>;
  readonly distractors: readonly Float32Array[];
}

export async function textVectors(
  embedder: Pick<Embedder, 'embedTexts'> | null,
  terms: readonly LabelTerm[],
  distractors: readonly string[],
): Promise<TextVectors | null> {
  if (embedder === null) return null;
  const texts = [...new Set(terms.flatMap((term) => term.texts))];
  const vectors = await embedder.embedTexts([...texts, ...distractors]);
  if (vectors === null) return null;
  return {
    labels: new Map(texts.map((text, i) => [text, vectors[i]!])),
    distractors: vectors.slice(texts.length),
  };
}

export interface LabelRequest {
  readonly store: Store;
  /** The model whose vectors are scored. */
  readonly space: string;
  readonly labels: readonly { readonly term: LabelTerm; readonly decided: DecidedPhotos }[];
  readonly texts: TextVectors | null;
}

/** Makes the models of labels, and says what each looks like over a sample of the library. */
export async function buildLabels({ store, space, labels, texts }: LabelRequest): Promise<ScoredLabel[]> {
  const sample = await store.labels.sample(space, SAMPLE_PHOTOS);
  const vectors = await vectorsOfDecided(store, space, labels);
  const present = (sha1s: readonly Sha1[]) => sha1s.flatMap((sha1) => vectors.get(sha1) ?? []);
  const evidence = labels.map(
    ({ term: { layer, name, texts: own }, decided }): LabelEvidence => ({
      layer,
      name,
      texts: texts === null ? [] : own.flatMap((text) => texts.labels.get(text) ?? []),
      accepted: present(decided.kept),
      rejected: present(decided.rejected),
    }),
  );
  const librarySpace: LabelSpace = { sample, distractors: texts?.distractors ?? [] };
  return buildLabelModels(evidence, librarySpace).map((model) => scoredLabel(cautious(model), sample));
}

/** One click is an example and no label: the whole library would be given what looks a little like it. */
function cautious(model: LabelModel): LabelModel {
  const { basis, accepted, withheld } = model;
  if (withheld !== null || basis !== 'taught' || accepted >= LEAST_ACCEPTED) return model;
  const photos = accepted === 1 ? '1 photo' : `${accepted} photos`;
  return { ...model, withheld: `taught by ${photos} alone: ${LEAST_ACCEPTED} are the least` };
}

/** The label with where it stands over a sample. */
export function scoredLabel(model: LabelModel, sample: readonly Float32Array[]): ScoredLabel {
  const logOdds = Float64Array.from(sample, (vector) => logOddsOf(model, vector));
  return { model, ...libraryStanding(logOdds, model.threshold) };
}

function vectorsOfDecided(store: Store, space: string, labels: LabelRequest['labels']) {
  const sha1s = new Set(labels.flatMap(({ decided }) => [...decided.kept, ...decided.rejected]));
  return store.photos.embeddingsOf([...sha1s], space);
}
