import { hash } from 'node:crypto';
import { openDetector } from '../../src/compose/detectors.ts';
import { openEmbedder } from '../../src/compose/embedders.ts';
import type { OtherTools } from '../../src/compose.ts';
import type { Settings } from '../../src/config/load.ts';
import type { Detections } from '../../src/domain/detection.ts';
import { NO_KEYWORDS, type PhotoMetadata } from '../../src/domain/metadata.ts';
import type { Proxy } from '../../src/domain/proxy.ts';
import { createExiftoolReader } from '../../src/metadata/exiftool-reader.ts';
import type { Captioner } from '../../src/models/captioner.ts';
import type { Embedder } from '../../src/models/embedder.ts';
import { BARE_METADATA } from '../../src/taggers/photo-facts.fixture.ts';
import { indexOfPath, madePhoto, mixed, sha1OfIndex } from './made-photos.ts';
import { sceneVector } from './scene-vector.ts';

/** Of ten scenes this many show people. */
const SCENES_WITH_PEOPLE = 2;

/**
 * The heavy tools, answering in microseconds with what follows from a photo's number. They bear the names of the real
 * ones, so that the program itself finds nothing due in the library that comes of them.
 */
export function recordedTools(seed: number): OtherTools {
  const close = async () => {};
  return {
    hasher: () => ({
      close,
      hash: async (paths) =>
        paths.map((path) => {
          const sha1 = sha1OfIndex(indexOfPath(path), seed);
          return { sha1, imageDataHash: hash('md5', sha1), sizeBytes: 0 };
        }),
    }),
    reader: () => ({
      id: createExiftoolReader({ processes: 1 }).id,
      close,
      read: async (paths) => paths.map((path) => metadataOf(indexOfPath(path), seed)),
      readSidecars: async (paths) => paths.map(() => NO_KEYWORDS),
    }),
    maker: () => ({
      id: 'recorded',
      close,
      make: async (requests) => requests.map(({ original }) => proxyOf(indexOfPath(original), seed)),
    }),
    detector: (settings) => ({
      id: openDetector(settings).id,
      close,
      detect: async (inputs) => inputs.map(({ jpeg }) => detectionsOf(indexOfPath(jpeg), seed)),
    }),
    measureScene: async () => ({
      hair: null,
      sky: 0.1,
      leaves: 0.2,
      darkAround: 0.1,
      evenAround: 0.3,
      litSkin: 0.1,
      edges: 0.4,
      monochrome: false,
    }),
  };
}

export async function recordedEmbedder(settings: Settings, seed: number): Promise<Embedder> {
  const real = await openEmbedder(settings, () => {});
  const { id, dimensions } = real;
  await real.close();
  const vectorOf = sceneVector(dimensions, seed);
  return {
    id,
    dimensions,
    embedImages: async (jpegs) =>
      jpegs.map((jpeg) => {
        const index = indexOfPath(jpeg);
        return { vector: vectorOf(madePhoto(index, seed).scene, index), objects: objectsOf(index, seed) };
      }),
    embedTexts: async () => null,
    close: async () => {},
  };
}

export const recordedCaptioner = (seed: number): Captioner => ({
  id: 'recorded/1',
  close: async () => {},
  describe: async (jpegs) =>
    jpegs.map((jpeg) => {
      const { scene } = madePhoto(indexOfPath(jpeg), seed);
      const place = PLACES[mixed(scene, seed + 3) % PLACES.length]!;
      return {
        caption: `a ${place} with trees in the background`,
        detailedCaption: `The picture shows a ${place}. In the background there are trees and a blue sky.`,
        objects: [],
        text: null,
      };
    }),
});

const PLACES = ['beach', 'street', 'garden', 'church', 'mountain lake', 'market', 'bridge', 'wooden table'];

function metadataOf(index: number, seed: number): PhotoMetadata {
  const { wallMillis, body } = madePhoto(index, seed);
  const time = { wallMillis, offsetMinutes: null };
  return {
    ...BARE_METADATA,
    make: body.make,
    model: body.model,
    bodySerial: body.serial,
    lens: 'EF24-70mm f/2.8L II USM',
    iso: 100 * 2 ** (mixed(index, seed) % 6),
    fNumber: 4,
    exposureSeconds: 0.004,
    focalLengthMm: 50,
    flashFired: false,
    dateTimeOriginal: time,
    createDate: time,
    modifyDate: time,
    fileNumber: null,
    shutterCount: 1000 + index,
    imageDataHash: hash('md5', sha1OfIndex(index, seed)),
  };
}

function proxyOf(index: number, seed: number): Proxy {
  const share = (part: number) => (mixed(index, seed + part) % 1000) / 1000;
  const { scene } = madePhoto(index, seed);
  const look = (BigInt(mixed(scene, seed + 4)) << 32n) | BigInt(mixed(scene, seed + 5));
  return {
    widthPx: 1024,
    heightPx: 683,
    sizeBytes: 100_000 + Math.floor(100_000 * share(6)),
    source: 'image',
    statistics: {
      medianLuminance: share(7),
      darkRatio: share(8) / 2,
      highlightBimodality: share(9) / 2,
      sharpness: 1000 * share(10),
      meanSaturation: share(11),
      perceptualHash: (look ^ (1n << BigInt(index % 64))).toString(16).padStart(16, '0'),
    },
  };
}

const BOX = { x: 0.3, y: 0.2, width: 0.3, height: 0.7 };

const hasPeople = (index: number, seed: number): boolean =>
  mixed(madePhoto(index, seed).scene, seed + 12) % 10 < SCENES_WITH_PEOPLE;

function objectsOf(index: number, seed: number) {
  if (hasPeople(index, seed)) return [{ label: 'person', score: 0.8, box: BOX }];
  return mixed(index, seed + 13) % 4 === 0 ? [{ label: 'bench', score: 0.6, box: BOX }] : [];
}

function detectionsOf(index: number, seed: number): Detections {
  const people = hasPeople(index, seed);
  return {
    objects: objectsOf(index, seed),
    faces: people ? [{ score: 0.9, box: { ...BOX, height: 0.2 }, yawRadians: 0.1 }] : [],
    hands: [],
    torsoArea: people ? 0.2 : 0,
    skinCoverage: people ? 0.1 : 0,
  };
}
