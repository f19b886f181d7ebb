import { combineTerms, type QueryTerm, SAMPLE_FOR_SPREAD } from '../../algorithms/combine-terms.ts';
import { mergeSpaces } from '../../algorithms/merge-spaces.ts';
import type { SearchTerm } from '../../algorithms/search-terms.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Embedder } from '../../models/embedder.ts';
import type { VectorSpace } from '../../store/store.ts';
import type { RefreshProgress } from '../../vectors/vector-index.ts';
import type { Library } from '../library.ts';
import { type PhotoTerm, vectorOfPhoto, whyNoVector } from './photo-terms.ts';

export interface LooksRequest {
  readonly texts: readonly SearchTerm[];
  readonly photos: readonly PhotoTerm[];
  readonly limit: number;
  /** Photos that may be found; null: all. */
  readonly among: ReadonlySet<Sha1> | null;
  readonly onProgress?: RefreshProgress | undefined;
}

export interface LooksHit {
  readonly sha1: Sha1;
  /** Cosine in the space of `model`; those of two models cannot be compared. */
  readonly score: number;
  readonly model: string;
}

export interface LooksReport {
  /** Best first. */
  readonly hits: readonly LooksHit[];
  /** Photos with a vector, of all models. */
  readonly photos: number;
  /** Those of them that could not be compared, as their vector is of a model that cannot be asked. */
  readonly notCompared: number;
  readonly notes: readonly string[];
}

/**
 * Photos that look like words or pictures. While a model replaces another, each photo is compared in the space of the
 * model that saw it last, and never with a vector of another one; the spaces are merged by rank.
 * @throws MODEL_MISSING where words are given and no model that has vectors takes words; USAGE where a picture of the
 * library has no vector
 */
export async function searchByLooks(library: Library, request: LooksRequest): Promise<LooksReport> {
  const { store, embedderId } = library;
  await library.vectorIndex(embedderId).refresh(request.onProgress);
  const spaces = await store.vectors.spaces();
  const photos = spaces.reduce((sum, space) => sum + space.vectors, 0);
  const found = [];
  const notes: string[] = [];
  let notCompared = 0;
  for (const space of spaces) {
    const result = await searchSpace(library, space, request, notes);
    if (result === null) notCompared += space.vectors;
    else found.push(result);
  }
  if (found.length === 0 && photos > 0) throw await whyNothing(library, request, spaces);
  if (notCompared > 0) {
    const count = (n: number) => n.toLocaleString('en');
    notes.push(
      `${count(notCompared)} of ${count(photos)} photos are still without a vector of ${embedderId} and could not be compared: photo-tag run goes on with them`,
    );
  }
  return { hits: mergeSpaces(found, request.limit), photos, notCompared, notes };
}

/** Null where the model cannot be asked. */
async function searchSpace(library: Library, space: VectorSpace, request: LooksRequest, notes: string[]) {
  const { store } = library;
  const { model } = space;
  const embedder = await library.embedderOf(model);
  const terms = await queryTerms(library, embedder, model, request);
  if (terms === null) return null;
  const index = library.vectorIndex(model);
  const vectors = await index.refresh(request.onProgress);
  if (index.unsavedBecause !== null) {
    notes.push(
      `The packed vectors could not be kept (${index.unsavedBecause}): the next search makes them anew`,
    );
  }
  const isMixed = new Set(terms.map((term) => term.side)).size > 1;
  const sample = isMixed ? await store.vectors.page(model, { after: 0, limit: SAMPLE_FOR_SPREAD }) : [];
  const query = combineTerms(
    terms,
    sample.map((row) => row.vector),
  );
  const asked = new Set(request.photos.map((photo) => photo.sha1));
  const among = request.among === null ? null : await store.vectors.idsOf([...request.among], model);
  const [nearest = []] = await index.nearest({
    queries: [query],
    count: request.limit,
    among: among?.values(),
    accept: async (sha1s) => {
      const present = await store.outcomes.of('scan', sha1s);
      return new Set(sha1s.filter((sha1) => present.get(sha1)?.status === 'done' && !asked.has(sha1)));
    },
  });
  return {
    ranked: nearest.map((hit): LooksHit => ({ ...hit, model })),
    compared: Math.max(1, among?.size ?? vectors),
  };
}

/** The vector of each word and picture in that space; null where one of them has none. */
async function queryTerms(
  library: Library,
  embedder: Embedder | null,
  model: string,
  { texts, photos }: LooksRequest,
): Promise<QueryTerm[] | null> {
  const terms: QueryTerm[] = [];
  if (texts.length > 0) {
    const vectors = (await embedder?.embedTexts(texts.map((term) => term.text))) ?? null;
    if (vectors === null) return null;
    texts.forEach(({ sign }, i) => {
      terms.push({ side: 'text', sign, vector: vectors[i]! });
    });
  }
  for (const photo of photos) {
    const vector = await vectorOfPhoto(library, embedder, model, photo);
    if (vector === null) return null;
    terms.push({ side: 'image', sign: photo.sign, vector });
  }
  return terms;
}

async function whyNothing(
  library: Library,
  { texts, photos }: LooksRequest,
  spaces: readonly VectorSpace[],
): Promise<PhotoTagError> {
  const current = await library.embedderOf(library.embedderId);
  if (texts.length > 0 && (await current?.embedTexts(['photo'])) == null)
    return noTextSide(library.embedderId);
  for (const photo of photos) {
    const models = photo.sha1 === null ? null : await library.store.vectors.modelsOf([photo.sha1]);
    if (models?.size === 0) return whyNoVector(library, photo);
  }
  return new PhotoTagError(
    'MODEL_MISSING',
    `No photo has a vector of ${library.embedderId} yet; those that are there are of ${spaces.map((space) => space.model).join(' and ')}, which cannot be asked`,
    {
      remedy: 'Run `photo-tag run`: the vectors are replaced one by one, and those that are can be searched.',
    },
  );
}

export function noTextSide(model: string): PhotoTagError {
  return new PhotoTagError('MODEL_MISSING', `The model ${model} cannot compare photos with words`, {
    remedy:
      'Pull one that can: photo-tag models pull ViT-B-32, set embeddings.model to it, and run photo-tag run. --like PHOTO works with any model.',
  });
}
