import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/schema.ts';
import type { StageName } from '../domain/stage-name.ts';

/**
 * What a change of settings brings. A stage: all its items become due. `folders`: they are looked through anew.
 * `vision`: new pictures are asked for where you ask with --vision. `sidecars`: keywords that were written keep their
 * spelling until they are spelled anew. `library`: another database, in which nothing is done yet. `proxy-folder`:
 * copies that lie in the former folder are not found any more. `people-leave`: medoids of people sets may be sent to
 * the vision service from now on. `proxies-leave`: every proxy is kept in that bucket from now on.
 */
export type ConfigConsequence =
  | Exclude<StageName, 'scan'>
  | 'folders'
  | 'sidecars'
  | 'library'
  | 'proxy-folder'
  | 'people-leave'
  | 'proxies-leave';

export interface ConfigEffect {
  readonly consequence: ConfigConsequence;
  /** The settings that bring it, as `clustering.method`. */
  readonly keys: readonly string[];
  /** False: only where another network, or another file, is what is found with it. */
  readonly isSure: boolean;
}

/** They name a network, or say which of several is taken: it may be the same as before. */
const NETWORK = [
  'embeddings.model',
  'embeddings.pretrained',
  'embeddings.precision',
  'embeddings.device',
  'models.dir',
];
const DETECTORS = ['people_policy.detector', 'people_policy.face_detector', 'models.dir'];
const PERHAPS = new Set([...NETWORK.slice(1), ...DETECTORS, 'ck_tagging.vocab_file']);

/** What both tag stages propose from. */
const TAGS = [
  'ck_tagging.vocab_file',
  'ai_tagging.city_whitelist',
  'ai_tagging.prompt_extra_concepts',
  'heuristics',
  ...DETECTORS,
  ...NETWORK,
];

/**
 * What each stage looks at, as compose.ts hands it to the stages; test/e2e/config-effects.test.ts holds the two
 * together. Later stages become due as far as results before them turn out otherwise, which nobody knows beforehand.
 */
const LOOKED_AT: readonly { readonly consequence: ConfigConsequence; readonly keys: readonly string[] }[] = [
  { consequence: 'library', keys: ['runtime.cache_db'] },
  { consequence: 'folders', keys: ['roots', 'index', 'xmp.naming'] },
  { consequence: 'dates', keys: ['date_resolver'] },
  { consequence: 'proxies', keys: ['proxy.max_size', 'proxy.jpeg_quality'] },
  { consequence: 'proxy-folder', keys: ['proxy.cache_dir'] },
  { consequence: 'embeddings', keys: NETWORK },
  { consequence: 'clusters', keys: ['clustering', ...NETWORK] },
  { consequence: 'people', keys: DETECTORS },
  { consequence: 'ck-tags', keys: ['ck_tagging.max_ck_tags', ...TAGS] },
  {
    consequence: 'vision',
    keys: ['ai_tagging.openai_model', 'ai_tagging.image_edge', 'ai_tagging.city_whitelist'],
  },
  {
    consequence: 'ai-tags',
    keys: ['ai_tagging.max_ai_tags', ...TAGS],
  },
  { consequence: 'sidecars', keys: ['xmp.prefix_ck', 'xmp.prefix_ai', 'xmp.private_prefix'] },
];

/** What becomes due, or changes otherwise, where the one configuration takes the place of the other. */
export function effectsOf(before: Config, after: Config): ConfigEffect[] {
  const leave = 'people_policy.allow_openai_on_people_sets';
  const mayLeave = at(after, leave) === true && at(before, leave) !== true;
  const privacy: ConfigEffect[] = mayLeave
    ? [{ consequence: 'people-leave', keys: [leave], isSure: true }]
    : [];
  const due = LOOKED_AT.flatMap(({ consequence, keys }) => {
    const changed = [...new Set(keys)].flatMap((key) => changedBelow(key, at(before, key), at(after, key)));
    const isSure = changed.some((key) => !PERHAPS.has(key));
    return changed.length === 0 ? [] : [{ consequence, keys: changed, isSure }];
  });
  return [...privacy, ...proxiesLeave(before, after), ...due];
}

/** A bucket is no folder of this machine, whoever owns it. */
function proxiesLeave(before: Config, after: Config): ConfigEffect[] {
  const changed = ['proxy.bucket', 'proxy.bucket_endpoint'].filter(
    (key) => at(before, key) !== at(after, key),
  );
  return after.proxy.bucket === '' || changed.length === 0
    ? []
    : [{ consequence: 'proxies-leave', keys: changed, isSure: true }];
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
