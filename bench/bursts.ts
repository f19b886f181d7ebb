import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adjustedRandIndex } from '../src/algorithms/adjusted-rand-index.ts';
import { clusterWindow } from '../src/algorithms/cluster-window.ts';
import { seededRandom } from '../src/algorithms/seeded-random.ts';
import { createEmbeddedEmbedder } from '../src/models/embedded/embedder.ts';
import { burstVariant } from './burst-variants.ts';
import { colourHistogram } from './colour-histogram.ts';
import { drawn, LABELLED_MISSING, labelledPhotos } from './labelled-photos.ts';
import { type BenchReport, thisMachine } from './report.ts';

const FRAMES = 6;
const SCENES = 10;
const WINDOWS = 100;
const DEFAULT_SIZE = 60;
/** Settings of spec §3.6, the defaults of the config. */
const CLUSTERING = { method: 'hdbscan', minClusterSize: 6, minSamples: 2, cosineThreshold: 0.14 } as const;

interface Frame {
  readonly scene: number;
  readonly ours: Float32Array;
  readonly histogram: Float32Array;
}

/**
 * Are the bursts of a window found again? Each labelled photo is a scene, its simulated burst six frames of it;
 * windows of ten scenes go through the clusters stage's algorithm, with our vectors and with colour histograms.
 * Score: adjusted Rand index against the scenes, 1 for a perfect answer, 0 for a guess.
 * @param options size: scenes that windows are drawn from, 60 by default, 333 at most
 */
export async function run({
  seed,
  size = DEFAULT_SIZE,
}: {
  seed: number;
  size?: number;
}): Promise<BenchReport> {
  const all = labelledPhotos();
  if (all === null) return missing();
  const random = seededRandom(seed);
  const scenes = drawn(all, Math.max(SCENES, size), random).map((photo) => photo.path);
  const bursts = await shoot(scenes, random);

  const windows = Array.from({ length: WINDOWS }, () => drawn(bursts, SCENES, random).flat());
  // Real windows hold single photos and pairs beside bursts.
  const uneven = Array.from({ length: WINDOWS }, () =>
    drawn(bursts, SCENES, random).flatMap((burst) => burst.slice(0, 1 + Math.floor(random() * FRAMES))),
  );
  const ours = score(windows, (frame) => frame.ours);
  const colours = score(windows, (frame) => frame.histogram);
  const oursUneven = score(uneven, (frame) => frame.ours);
  const coloursUneven = score(uneven, (frame) => frame.histogram);
  const distances = frameDistances(bursts);
  return {
    name: 'bursts',
    machine: thisMachine(),
    rows: [
      { what: 'ours, 6 frames a scene', ...summary(ours) },
      { what: 'colour histogram, 6 frames a scene', ...summary(colours) },
      { what: 'ours, 1 to 6 frames a scene', ...summary(oursUneven) },
      { what: 'colour histogram, 1 to 6 frames a scene', ...summary(coloursUneven) },
      { what: 'cosine distance within a burst', ...spread(distances.within) },
      { what: 'cosine distance between scenes', ...spread(distances.between) },
    ],
    goals: [
      goal('adjusted Rand index of ours', 'at least 0.95', mean(ours), mean(ours) >= 0.95),
      goal(
        'more than a colour histogram has',
        'at least 0.05 more',
        mean(ours) - mean(colours),
        mean(ours) - mean(colours) >= 0.05,
      ),
      goal('the same with 1 to 6 frames a scene', 'at least 0.9', mean(oursUneven), mean(oursUneven) >= 0.9),
    ],
  };
}

/** @returns the frames of each scene. */
async function shoot(scenes: readonly string[], random: () => number): Promise<Frame[][]> {
  const folder = await mkdtemp(join(tmpdir(), 'photo-tag-bursts-'));
  const embedder = createEmbeddedEmbedder();
  try {
    const frames: { scene: number; path: string }[] = [];
    for (const [scene, photo] of scenes.entries()) {
      for (let frame = 0; frame < FRAMES; frame++) {
        const path = join(folder, `${scene}-${frame}.jpg`);
        await writeFile(path, await burstVariant(photo, random));
        frames.push({ scene, path });
      }
    }
    const embeddings = await embedder.embedImages(frames.map((frame) => frame.path));
    const bursts: Frame[][] = scenes.map(() => []);
    for (const [i, { scene, path }] of frames.entries()) {
      const embedding = embeddings[i]!;
      if (embedding instanceof Error) throw embedding;
      bursts[scene]!.push({ scene, ours: embedding.vector, histogram: await colourHistogram(path) });
    }
    return bursts;
  } finally {
    await embedder.close();
    await rm(folder, { recursive: true });
  }
}

/** Adjusted Rand index of each window. */
function score(windows: readonly Frame[][], vectorOf: (frame: Frame) => Float32Array): number[] {
  return windows.map((frames) => {
    const dimensions = vectorOf(frames[0]!).length;
    const vectors = new Float32Array(frames.length * dimensions);
    for (const [i, frame] of frames.entries()) vectors.set(vectorOf(frame), i * dimensions);
    const found = new Int32Array(frames.length);
    clusterWindow(vectors, dimensions, CLUSTERING).groups.forEach((group, label) => {
      for (const member of group.members) found[member] = label;
    });
    return adjustedRandIndex(
      found,
      frames.map((frame) => frame.scene),
    );
  });
}

function frameDistances(bursts: readonly Frame[][]) {
  const within: number[] = [];
  const between: number[] = [];
  const frames = bursts.flat();
  frames.forEach((a, i) => {
    for (const b of frames.slice(i + 1)) {
      let cosine = 0;
      for (let d = 0; d < a.ours.length; d++) cosine += a.ours[d]! * b.ours[d]!;
      (a.scene === b.scene ? within : between).push(1 - cosine);
    }
  });
  return { within, between };
}

function summary(scores: readonly number[]) {
  const perfect = scores.filter((value) => value > 1 - 1e-9).length;
  return {
    'mean ARI': round(mean(scores)),
    'lowest ARI': round(Math.min(...scores)),
    'perfect windows': perfect,
  };
}

function spread(distances: number[]) {
  distances.sort((a, b) => a - b);
  const at = (share: number) => round(distances[Math.floor(share * (distances.length - 1))]!);
  return { '1 %': at(0.01), '50 %': at(0.5), '90 %': at(0.9), '99 %': at(0.99) };
}

function missing(): BenchReport {
  return {
    name: 'bursts',
    machine: thisMachine(),
    rows: [{ what: LABELLED_MISSING }],
    goals: [{ what: 'adjusted Rand index of ours', goal: 'at least 0.95', value: null, holds: false }],
  };
}

const goal = (what: string, text: string, value: number, holds: boolean) => ({
  what,
  goal: text,
  value: round(value),
  holds,
});
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const round = (value: number): number => Math.round(value * 1000) / 1000;
