import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasTransformers } from '../../../test/optional-packages.ts';
import type { Captioner } from '../captioner.ts';
import { createFlorence2Captioner } from './captioner.ts';
import { type CaptionerNetwork, presentCaptioner } from './captioner-network.ts';
import { madeFlorence } from './made-florence.fixture.ts';
import { placesOf, wordsOf } from './tasks.ts';

let folder: string;
let network: CaptionerNetwork;
let bright: string;
let dark: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photo-tag-captioner-'));
  network = madeFlorence(join(folder, 'Made', 'test'));
  const plain = async (name: string, background: string) => {
    const path = join(folder, name);
    await sharp({ create: { width: 90, height: 60, channels: 3, background } })
      .jpeg()
      .toFile(path);
    return path;
  };
  bright = await plain('bright.jpg', '#eee');
  dark = await plain('dark.jpg', '#111');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = (changes: Partial<Parameters<typeof createFlorence2Captioner>[0]> = {}): Captioner =>
  createFlorence2Captioner({ ...network, readsText: true, threads: 1, ...changes });

async function withCaptioner<Result>(
  captioner: Captioner,
  work: (captioner: Captioner) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(captioner);
  } finally {
    await captioner.close();
  }
}

describe.skipIf(!hasTransformers)('a captioner of Florence-2’s shape (optional package)', () => {
  it('says of each picture what its network says, in order, with an Error for what is no picture', async () => {
    const broken = join(folder, 'broken.jpg');
    await writeFile(broken, 'no picture');
    const dog = { words: 'dog', box: { x: 0.1005, y: 0.2005, width: 0.4, height: 0.6 } };
    const hello = { words: 'hello', box: { x: 0.0005, y: 0.0015, width: 0.9, height: 0.1 } };
    const near = (place: typeof dog) => ({
      words: place.words,
      box: Object.fromEntries(
        Object.entries(place.box).map(([side, value]) => [side, expect.closeTo(value, 2)]),
      ),
    });
    const results = await withCaptioner(open(), (captioner) => captioner.describe([bright, broken, dark]));
    expect(results[1]).toBeInstanceOf(Error);
    expect(results[0]).toEqual({
      caption: 'a snowfield',
      detailedCaption: 'long story',
      objects: [near(dog)],
      text: [near(hello)],
    });
    expect(results[2]).toMatchObject({ caption: 'a cave', objects: [near(dog)] });
  });

  it('reads no text unless it is asked to', async () => {
    const [result] = await withCaptioner(open({ readsText: false }), (captioner) =>
      captioner.describe([bright]),
    );
    expect(result).toMatchObject({ caption: 'a snowfield', text: null });
  });

  it('stops with an error that names the folder where weights are missing, and asks no other machine', async () => {
    const nowhere = join(folder, 'Made', 'nowhere');
    await withCaptioner(open({ folder: nowhere }), async (captioner) => {
      await expect(captioner.describe([bright])).rejects.toMatchObject({
        code: 'MODEL_MISSING',
        message: expect.stringContaining(nowhere),
      });
    });
  });
});

const withoutThePackage = hasTransformers ? null : describe;
withoutThePackage?.('a captioner without its optional package', () => {
  it('says which one is missing, and how to install it', async () => {
    await withCaptioner(open(), async (captioner) => {
      await expect(captioner.describe([bright])).rejects.toMatchObject({
        code: 'TOOL_MISSING',
        message: expect.stringMatching(/@huggingface\/transformers, which is not installed/),
        remedy: expect.stringMatching(/npm install --no-save @huggingface\/transformers@4/),
      });
    });
  });
});

describe('a captioner', () => {
  it('is due again where text is read, or with other weights', async () => {
    const ids = [{}, { readsText: false }, { precision: 'fp32' as const }].map((changes) => open(changes).id);
    expect(new Set(ids).size).toBe(3);
  });

  it('says nothing of nothing, and loads nothing for it', async () => {
    expect(await withCaptioner(open({ folder: '/nowhere' }), (captioner) => captioner.describe([]))).toEqual(
      [],
    );
  });

  it('is there where all files of one precision are', () => {
    const file = (precision: 'int8' | 'fp32' | null, path: string) =>
      ({ role: 'part', precision, path, bytes: null, sha256: null }) as const;
    const entry = {
      name: 'Made',
      pretrained: 'test',
      kind: 'captioner',
      title: '',
      repository: 'a/b',
      revision: 'main',
      licence: { name: 'MIT', use: 'any', source: '' },
      accuracy: [],
      files: [
        file('fp32', 'onnx/vision_encoder.onnx'),
        file('int8', 'onnx/vision_encoder_quantized.onnx'),
        file('int8', 'onnx/embed_tokens_quantized.onnx'),
        file(null, 'config.json'),
      ],
    } as const;
    expect(presentCaptioner([entry], folder)).toEqual({
      label: 'Made/test',
      folder: join(folder, 'Made', 'test'),
      precision: 'int8',
    });
    const files = [...entry.files, file(null, 'absent.json')];
    expect(presentCaptioner([{ ...entry, files }], folder)).toBeNull();
    expect(presentCaptioner([entry], '/nowhere')).toBeNull();
  });
});

describe('an answer of Florence-2', () => {
  it.each([
    { answer: '</s><s>a red  bus\n</s>', words: 'a red bus' },
    { answer: 'a < b', words: 'a < b' },
    { answer: '', words: '' },
  ])('“$answer” is “$words”', ({ answer, words }) => {
    expect(wordsOf(answer)).toBe(words);
  });

  it('has boxes inside the picture; nameless and empty ones go', () => {
    const answer = {
      labels: ['cat', '', 'dog'],
      bboxes: [
        [0.1, 0.2, 1.2, 0.6],
        [0, 0, 1, 1],
        [0.5, 0.5, 0.5, 0.5],
      ],
    };
    expect(placesOf(answer)).toEqual([
      { words: 'cat', box: { x: 0.1, y: 0.2, width: 0.9, height: expect.closeTo(0.4, 9) } },
    ]);
    expect(placesOf({ labels: [] })).toEqual([]);
  });

  it('has lines of text in the box around their four corners, whatever the slant', () => {
    expect(placesOf({ labels: ['exit'], quad_boxes: [[0.2, 0.1, 0.4, 0.2, 0.3, 0.4, 0.1, 0.3]] })).toEqual([
      {
        words: 'exit',
        box: { x: 0.1, y: 0.1, width: expect.closeTo(0.3, 9), height: expect.closeTo(0.3, 9) },
      },
    ]);
  });
});
