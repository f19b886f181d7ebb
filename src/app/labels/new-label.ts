import type { LabelModel } from '../../algorithms/labels/label-model.ts';
import { distractorWords } from '../../config/distractor-words.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { TagLayer } from '../../domain/tag.ts';
import { buildLabels, LEAST_PHOTOS, textVectors } from '../../stages/labels/build-labels.ts';
import { decidedPhotos } from '../../stages/labels/decided-photos.ts';
import { type LabelTerm, labelTerms, textOf } from '../../stages/labels/label-terms.ts';
import type { ScoredLabel } from '../../store/label-store.ts';
import type { Library } from '../library.ts';

export interface NewLabel {
  readonly scored: ScoredLabel;
  /** The model whose vectors it takes. */
  readonly space: string;
  /** Whether the vocabulary has the word. */
  readonly isKnown: boolean;
}

const NOTHING = { kept: [], rejected: [] };

/**
 * The label model of a word, made now: of the vocabulary or not, from its text, from what was decided, or from both.
 * @throws MODEL_MISSING where the model takes no words and nothing was decided; USAGE where there are too few photos
 */
export async function labelOfWord(
  library: Library,
  { layer, name }: { readonly layer: TagLayer; readonly name: string },
): Promise<NewLabel> {
  const { store, embedderId: space } = library;
  const embedder = await library.embedderOf(space);
  const template = embedder?.promptTemplate;
  const vocabulary = labelTerms(library.settings.vocabulary, template);
  const isKnown = vocabulary.some((term) => term.layer === layer && term.name === name);
  const own: LabelTerm = vocabulary.find((term) => term.layer === layer && term.name === name) ?? {
    layer,
    name,
    texts: [textOf(name, template)],
  };
  // The other words are there to be told apart from; what was decided of them changes nothing for this one.
  const terms = [own, ...vocabulary.filter((term) => term !== own)];
  const distractors = distractorWords(library.settings.vocabulary)
    .filter((word) => word !== name)
    .map((word) => textOf(word, template));
  const texts = await textVectors(embedder, terms, distractors);
  const decided = await decidedPhotos(store, own, space);
  if (texts === null && decided.kept.length === 0) throw cannotBeScored(space, name);
  const vectors = (await store.vectors.spaces()).find(({ model }) => model === space)?.vectors ?? 0;
  if (vectors < LEAST_PHOTOS) throw tooFewPhotos(vectors);
  const labels = (texts === null ? [own] : terms).map((term) => ({
    term,
    decided: term === own ? decided : NOTHING,
  }));
  const [scored] = await buildLabels({ store, space, labels, texts });
  return { scored: scored!, space, isKnown };
}

/** Natural logarithm of the odds at which a label is proposed. */
export const leastLogOdds = ({ threshold }: LabelModel): number => Math.log(threshold / (1 - threshold));

function cannotBeScored(space: string, name: string): PhotoTagError {
  return new PhotoTagError(
    'MODEL_MISSING',
    `The model ${space} takes no words, and no photo with ${name} was accepted yet`,
    {
      remedy: `Accept it for some clusters and reject it for others, ten of each are a good start: photo-tag accept CK:${name} CLUSTER (a new word first goes into the vocabulary). Or pull a model that takes words: photo-tag models pull ViT-B-32.`,
    },
  );
}

function tooFewPhotos(vectors: number): PhotoTagError {
  return new PhotoTagError(
    'USAGE',
    `Only ${vectors} photos have a vector; what is usual in a library is known from ${LEAST_PHOTOS} on`,
    {
      remedy: 'Run `photo-tag run` over more photos first.',
    },
  );
}
