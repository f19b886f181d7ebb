import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/schema.ts';
import type { StageName } from '../domain/stage-name.ts';

/**
 * What a change of settings brings. A stage: all its items become due. `folders`: they are looked through anew.
 * `vision`: new pictures are asked for where you ask with --vision. `sidecars`: keywords that were written keep their
 * spelling until they are spelled anew. `library`: another database, in which nothing is done yet. `proxy-folder`:
 * copies that lie in the former folder are not found any more.
 */
export type ConfigConsequence =
  | Exclude<StageName, 'scan'>
  | 'folders'
  | 'sidecars'
  | 'library'
  | 'proxy-folder';

export interface ConfigEffect {
  readonly consequence: ConfigConsequence;
  /** The settings that bring it, as `clustering.method`. */
  readonly keys: readonly string[];
}

/**
 * What each stage looks at, as compose.ts hands it to the stages; test/e2e/config-effects.test.ts holds the two together. Later stages
 * become due as far as results before them turn out otherwise, which nobody knows beforehand.
 */
const LOOKED_AT: readonly { readonly consequence: ConfigConsequence; readonly keys: readonly string[] }[] = [
  { consequence: 'library', keys: ['runtime.cache_db'] },
  { consequence: 'folders', keys: ['roots', 'index', 'xmp.naming'] },
  { consequence: 'dates', keys: ['date_resolver'] },
  { consequence: 'proxies', keys: ['proxy.max_size', 'proxy.jpeg_quality'] },
  { consequence: 'proxy-folder', keys: ['proxy.cache_dir'] },
  {
    consequence: 'embeddings',
    keys: ['embeddings.model', 'embeddings.pretrained', 'embeddings.precision', 'models.dir'],
  },
  {
    consequence: 'clusters',
    keys: ['clustering', 'embeddings.model', 'embeddings.pretrained', 'embeddings.precision', 'models.dir'],
  },
  { consequence: 'people', keys: ['people_policy.detector', 'people_policy.face_detector', 'models.dir'] },
  {
    consequence: 'ck-tags',
    keys: [
      'ck_tagging',
      'ai_tagging.city_whitelist',
      'ai_tagging.prompt_extra_concepts',
      'heuristics',
      'people_policy.detector',
      'people_policy.face_detector',
      'embeddings.model',
      'embeddings.pretrained',
    ],
  },
  {
    consequence: 'vision',
    keys: ['ai_tagging.openai_model', 'ai_tagging.image_edge', 'ai_tagging.city_whitelist'],
  },
  {
    consequence: 'ai-tags',
    keys: [
      'ck_tagging.vocab_file',
      'ai_tagging.max_ai_tags',
      'ai_tagging.city_whitelist',
      'ai_tagging.prompt_extra_concepts',
      'heuristics',
      'people_policy.detector',
      'people_policy.face_detector',
      'people_policy.allow_openai_on_people_sets',
      'embeddings.model',
      'embeddings.pretrained',
    ],
  },
  {
    consequence: 'sidecars',
    keys: ['xmp.prefix_ck', 'xmp.prefix_ai', 'xmp.private_prefix'],
  },
];

/** What becomes due, or changes otherwise, where the one configuration takes the place of the other. */
export function effectsOf(before: Config, after: Config): ConfigEffect[] {
  return LOOKED_AT.flatMap(({ consequence, keys }) => {
    const changed = keys.flatMap((key) => changedBelow(key, at(before, key), at(after, key)));
    return changed.length === 0 ? [] : [{ consequence, keys: changed }];
  });
}

const at = (config: object, key: string): unknown =>
  key.split('.').reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], config);

function changedBelow(key: string, before: unknown, after: unknown): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isGroup(before) || !isGroup(after)) return [key];
  return Object.keys(after).flatMap((name) => changedBelow(`${key}.${name}`, before[name], after[name]));
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
