import sharp from 'sharp';
import { seededRandom } from '../src/algorithms/seeded-random.ts';
import { createEmbeddedEmbedder } from '../src/models/embedded/embedder.ts';
import { FEATURE_CHANNELS, loadTrunk } from '../src/models/embedded/trunk.ts';
import { TRUNK_SIDE_PX } from '../src/models/embedded/trunk-picture.ts';
import { colourHistogram } from './colour-histogram.ts';
import { drawn, LABELLED_MISSING, labelledPhotos } from './labelled-photos.ts';
import { precisionAmongNearest, standardiseOverRows } from './nearest.ts';
import { type BenchReport, thisMachine } from './report.ts';

const NEAREST = 3;
/** Each draw leaves a tenth of the photos out, so that one lucky set of photos does not decide. */
const DRAWS = 20;
const DRAWN_SHARE = 0.9;

/**
 * Do like photos lie near each other? Our vectors beside the plain means of the same network and a colour
 * histogram, on the labelled photos (docs/models.md says how it is counted). Also photos a second.
 * @param options size: how many of the photos, all 333 by default; fewer photos have fewer right neighbours
 */
export async function run({ seed, size }: { seed: number; size?: number }): Promise<BenchReport> {
  const all = labelledPhotos();
  if (all === null) return missing();
  const random = seededRandom(seed);
  const photos = size === undefined || size >= all.length ? all : drawn(all, size, random);
  const paths = photos.map((photo) => photo.path);

  const started = performance.now();
  const ours = await ourVectors(paths);
  const secondsPerPhoto = (performance.now() - started) / 1000 / paths.length;
  const plain = standardiseOverRows(await plainMeans(paths));
  const histogram = await Promise.all(paths.map(colourHistogram));

  const draws = Array.from({ length: DRAWS }, () =>
    drawn([...photos.keys()], Math.round(photos.length * DRAWN_SHARE), random),
  );
  const rowOf = (what: string, vectors: readonly Float32Array[]) => {
    const precision = (kept: readonly number[]) =>
      precisionAmongNearest(
        kept.map((i) => vectors[i]!),
        kept.map((i) => photos[i]!.superclass),
        NEAREST,
      );
    const ofDraws = draws.map(precision).sort((a, b) => a - b);
    return {
      what,
      dimensions: vectors[0]?.length ?? 0,
      'precision of 3 nearest': round(precision([...photos.keys()])),
      'lowest of 20 draws': round(ofDraws[0]!),
      'highest of 20 draws': round(ofDraws.at(-1)!),
    };
  };
  const rows = [
    rowOf('ours', ours),
    rowOf('720 means of the same network', plain),
    rowOf('colour histogram', histogram),
  ];
  const [own, means, colours] = rows.map((row) => row['precision of 3 nearest']) as [number, number, number];
  return {
    name: 'embeddings',
    machine: thisMachine(),
    rows: [...rows, { what: 'ours', photos: paths.length, 'seconds a photo': round(secondsPerPhoto) }],
    goals: [
      goal('precision among the 3 nearest', 'at least 0.42', own, own >= 0.42),
      goal('more than the plain means of the same network', 'above 0', round(own - means), own > means),
      goal(
        'times the precision of a colour histogram',
        'at least 3',
        round(own / colours),
        own >= 3 * colours,
      ),
    ],
  };
}

async function ourVectors(paths: readonly string[]): Promise<Float32Array[]> {
  const embedder = createEmbeddedEmbedder();
  try {
    return (await embedder.embedImages(paths)).map((embedding) => {
      if (embedding instanceof Error) throw embedding;
      return embedding.vector;
    });
  } finally {
    await embedder.close();
  }
}

/** The simplest use of the network: the picture squashed into its square, the mean of each of the 720 channels. */
async function plainMeans(paths: readonly string[]): Promise<Float32Array[]> {
  const trunk = await loadTrunk();
  const means: Float32Array[] = [];
  for (const path of paths) {
    const pixels = await sharp(path)
      .autoOrient()
      .flatten()
      .resize(TRUNK_SIDE_PX, TRUNK_SIDE_PX, { fit: 'fill' })
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    means.push(channelMeans(trunk.run(Float32Array.from(pixels)).features));
  }
  trunk.dispose();
  return means;
}

function channelMeans(features: Float32Array): Float32Array {
  const means = new Float32Array(FEATURE_CHANNELS);
  const cells = features.length / FEATURE_CHANNELS;
  for (let i = 0; i < features.length; i++) means[i % FEATURE_CHANNELS]! += features[i]! / cells;
  return means;
}

const goal = (what: string, text: string, value: number, holds: boolean) => ({
  what,
  goal: text,
  value,
  holds,
});

function missing(): BenchReport {
  return {
    name: 'embeddings',
    machine: thisMachine(),
    rows: [{ what: LABELLED_MISSING }],
    goals: [{ what: 'precision among the 3 nearest', goal: 'at least 0.42', value: null, holds: false }],
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
