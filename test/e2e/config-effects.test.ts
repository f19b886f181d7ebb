import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { effectsOf } from '../../src/app/config-effects.ts';
import { changeConfig, checkConfig } from '../../src/app/edit-config.ts';
import { runStages } from '../../src/app/run.ts';
import { STAGE_NAMES } from '../../src/app/stage-list.ts';
import { openLibrary } from '../../src/compose.ts';
import { configSchema } from '../../src/config/schema.ts';
import { renderPicture } from './small-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-config-effects-'));
const file = join(folder, 'config', 'config.yaml');
const sources = { folder, dataFolder: 'data' };
const TEXT = 'roots: [photos]\n';

function configOf(text: string) {
  const checked = checkConfig(text);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.config;
}

/** Stages that have something to do when the library is opened with this configuration. */
async function dueWith(text: string): Promise<string[]> {
  writeFileSync(file, text);
  const library = await openLibrary(sources);
  try {
    const due: string[] = [];
    // scan walks the folders to know it.
    for (const name of STAGE_NAMES.filter((name) => name !== 'scan')) {
      if ((await library.stageOf(name).countDue()) > 0) due.push(name);
    }
    return due;
  } finally {
    await library.close();
  }
}

beforeAll(async () => {
  mkdirSync(join(folder, 'config'), { recursive: true });
  mkdirSync(join(folder, 'photos'));
  for (const shot of [1, 2, 3]) {
    writeFileSync(join(folder, 'photos', `IMG_${shot}.jpg`), await renderPicture(shot, 160, 106));
  }
  writeFileSync(file, TEXT);
  const library = await openLibrary(sources);
  const signal = new AbortController().signal;
  await runStages(library, { stages: STAGE_NAMES, command: 'test', signal });
  await library.close();
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what a change of settings makes due', () => {
  it('is nothing where nothing changes', async () => {
    expect(await dueWith(TEXT)).toEqual([]);
    expect(effectsOf(configOf(TEXT), configOf(TEXT))).toEqual([]);
  }, 60_000);

  it.each<{ key: string; value: unknown }>([
    { key: 'date_resolver.outlier_days', value: 31 },
    { key: 'date_resolver.weights.fs_time', value: 0.3 },
    { key: 'proxy.max_size', value: 900 },
    { key: 'proxy.jpeg_quality', value: 80 },
    { key: 'clustering.min_cluster_size', value: 9 },
    { key: 'clustering.window_mode', value: 'fixed' },
    { key: 'ck_tagging.max_ck_tags', value: 3 },
    { key: 'ai_tagging.max_ai_tags', value: 3 },
    { key: 'ai_tagging.city_whitelist', value: ['Paris'] },
    { key: 'ai_tagging.prompt_extra_concepts', value: ['snow'] },
    { key: 'heuristics.studio_black_vs_night.iso_threshold', value: 100 },
    { key: 'people_policy.allow_openai_on_people_sets', value: true },
    { key: 'embeddings.batch_size', value: 4 },
    { key: 'runtime.workers', value: 1 },
    { key: 'xmp.prefix_ck', value: 'C:' },
    { key: 'xmp.write_concurrency', value: 2 },
    { key: 'review.default_apply_to_cluster', value: false },
  ])(
    'by $key is what is said before it is saved',
    async ({ key, value }) => {
      const text = changeConfig(TEXT, [{ path: key.split('.'), value }]);
      const said = effectsOf(configOf(TEXT), configOf(text))
        .filter(({ isSure }) => isSure)
        .map(({ consequence }) => consequence)
        .filter((name) => (STAGE_NAMES as readonly string[]).includes(name) && name !== 'vision');
      expect(await dueWith(text)).toEqual(said);
    },
    60_000,
  );

  it('names it when people sets may leave the machine, and not when they stay again', () => {
    const [off, on] = [TEXT, `${TEXT}people_policy: {allow_openai_on_people_sets: true}\n`].map(configOf) as [
      ReturnType<typeof configOf>,
      ReturnType<typeof configOf>,
    ];
    expect(effectsOf(off, on)).toMatchObject([{ consequence: 'people-leave', isSure: true }]);
    expect(effectsOf(on, off)).toEqual([]);
  });

  it('names it when proxies go to a bucket from now on, or to another one, and nothing becomes due by it', () => {
    const none = configOf(TEXT);
    const one = configOf(changeConfig(TEXT, [{ path: ['proxy', 'bucket'], value: 's3://one/library' }]));
    const elsewhere = { ...one, proxy: { ...one.proxy, bucket_endpoint: 'https://nas.example' } };
    expect(effectsOf(none, one)).toEqual([
      { consequence: 'proxies-leave', keys: ['proxy.bucket'], isSure: true },
    ]);
    expect(effectsOf(one, elsewhere)).toMatchObject([{ consequence: 'proxies-leave' }]);
    expect(effectsOf(one, none)).toEqual([]);
  });

  it.each<{ key: string; value: unknown }>([
    { key: 'embeddings.pretrained', value: 'laion' },
    { key: 'embeddings.device', value: 'cpu' },
    { key: 'people_policy.detector', value: 'embedded' },
  ])('by $key is nothing for sure, as the network may be the same', ({ key, value }) => {
    const effects = effectsOf(
      configSchema.parse({}),
      configOf(changeConfig('', [{ path: key.split('.'), value }])),
    );
    expect(effects.length).toBeGreaterThan(0);
    expect(effects.filter(({ isSure }) => isSure)).toEqual([]);
  });
});
