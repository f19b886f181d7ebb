import { PhotoTagError } from '../../domain/errors.ts';
import { digestOf } from '../../stages/digest.ts';
import type { Library } from '../library.ts';

/**
 * All in a configuration that results depend on, and the model that makes vectors, where it is on this machine. Workers of
 * one run must agree on it: one that does not would do again what the others have done, and they what it has done.
 */
export function recipeOf(library: Library): string {
  const { proxy, date_resolver, embeddings, clustering, ck_tagging, ai_tagging, people_policy, heuristics } =
    library.settings;
  const config = digestOf([
    // A worker that keeps proxies elsewhere would leave the others without them.
    [proxy.max_size, proxy.jpeg_quality, ...(proxy.bucket === '' ? [] : [proxy.bucket])],
    date_resolver,
    [embeddings.model, embeddings.pretrained],
    clustering,
    ck_tagging.max_ck_tags,
    [ai_tagging.max_ai_tags, ai_tagging.prompt_extra_concepts, ai_tagging.city_whitelist],
    people_policy,
    heuristics,
    library.settings.vocabulary,
  ]);
  return `${config} ${embedderOf(library)}`;
}

function embedderOf(library: Library): string {
  try {
    return library.embedderId;
  } catch (error) {
    if (error instanceof PhotoTagError && error.code === 'MODEL_MISSING') return '';
    throw error;
  }
}
