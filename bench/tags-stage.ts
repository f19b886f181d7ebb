import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../src/algorithms/seeded-random.ts';
import { openLibrary } from '../src/compose.ts';
import type { Embedder } from '../src/models/embedder.ts';
import { runStage } from '../src/pipeline/run-stage.ts';
import { fillClusteredLibrary, hashedSha1 } from './clustered-library.ts';
import { type BenchOptions, type BenchReport, thisMachine } from './report.ts';
import { stageCost } from './stage-cost.ts';
import { clusteredVectors } from './vector-library.ts';

const MODEL = 'bench/512';
const DIMENSIONS = 512;
const CLUSTER = 40;
const SCENES_FOR_WORDS = 7;

/**
 * The stage ck-tags over `size` photos with the vocabulary as it comes: rules alone, then with every subject scored by
 * text, then again after ten answers on one word; and what is due when nothing changed.
 */
export async function run({ seed, size }: BenchOptions): Promise<BenchReport> {
  const home = mkdtempSync(join(tmpdir(), 'photo-tag-bench-tags-'));
  const next = clusteredVectors(seed, DIMENSIONS);
  const words = wordVectors(clusteredVectors(seed + 1, DIMENSIONS));
  const open = (takesWords: boolean) =>
    openLibrary({ folder: home, dataFolder: 'data', roots: [] }, async () =>
      embedderWith(takesWords ? words : null),
    );
  try {
    const filled = await open(false);
    await fillClusteredLibrary(filled.store, { size, model: MODEL, next, clusterSize: CLUSTER, whole: true });
    await filled.close();
    const pass = async (
      what: string,
      takesWords: boolean,
      before?: (library: Awaited<ReturnType<typeof open>>) => Promise<void>,
    ) => {
      const library = await open(takesWords);
      try {
        await before?.(library);
        const cost = await stageCost(() =>
          runStage(library.stageOf('ck-tags'), {
            store: library.store,
            signal: new AbortController().signal,
          }),
        );
        const labels = (await library.store.labels.get(MODEL))?.labels.length ?? 0;
        return {
          what,
          'words scored': labels,
          photos: cost.done,
          'seconds on the clock': cost.seconds,
          'seconds of processor': cost.cpuSeconds,
          'ms of processor a photo': cost.done === 0 ? null : (cost.cpuSeconds * 1000) / cost.done,
        };
      } finally {
        await library.close();
      }
    };
    const rules = await pass('rules alone', false);
    const scored = await pass('and words by text', true);
    const again = await pass('nothing changed', true);
    const taught = await pass('after ten answers on one word', true, async ({ store }) => {
      for (let i = 0; i < 10; i++) {
        await store.tags.putDecision(hashedSha1(i * CLUSTER), {
          layer: 'CK',
          name: 'flower',
          verdict: i % 2 === 0 ? 'accepted' : 'rejected',
        });
      }
    });
    const extra = (scored['ms of processor a photo'] ?? 0) / (rules['ms of processor a photo'] ?? 1);
    return {
      name: 'tags-stage',
      machine: thisMachine(),
      rows: [rules, scored, again, taught],
      goals: [
        {
          what: 'processor time with words scored, in times of rules alone',
          goal: 'at most 2',
          value: extra,
          holds: extra <= 2,
        },
        {
          what: 'photos due when nothing changed',
          goal: '0',
          value: again.photos,
          holds: again.photos === 0,
        },
      ],
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Texts lie where pictures do, each its own way: what they say matters not here. */
function wordVectors(next: () => Float32Array): (text: string) => Float32Array {
  const scenes = Array.from({ length: SCENES_FOR_WORDS }, next);
  return (text) => {
    const seed = [...text].reduce((sum, letter) => Math.imul(sum, 31) + letter.codePointAt(0)!, 7);
    const random = seededRandom(seed);
    const raw = scenes[Math.floor(random() * scenes.length)]!.map((value) => value + 0.1 * (random() - 0.5));
    const length = Math.hypot(...raw);
    return raw.map((value) => value / length);
  };
}

function embedderWith(words: ((text: string) => Float32Array) | null): Embedder {
  return {
    id: MODEL,
    dimensions: DIMENSIONS,
    promptTemplate: words === null ? undefined : 'a photo of {label}',
    embedImages: () => Promise.reject(new Error('no pictures here')),
    embedTexts: async (texts) => (words === null ? null : texts.map(words)),
    close: async () => {},
  };
}
