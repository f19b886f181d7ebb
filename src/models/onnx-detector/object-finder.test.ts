import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../embedded/picture.ts';
import { decodeChosen, decodeQueries } from './detr-queries.ts';
import { loadFaceNetwork } from './face-network.ts';
import { boxInPicture, NoNumbersError } from './found-box.ts';
import { MADE_PX, madeChosen, madeQueries, madeYolox, madeYunet } from './made-networks.fixture.ts';
import { loadObjectFinder } from './object-finder.ts';
import { decodeYolox } from './yolox-rows.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photo-tag-networks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One colour, so that resizing changes nothing. */
function plain(widthPx: number, heightPx: number, [red, green, blue]: readonly number[]): Picture {
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  for (let at = 0; at < rgb.length; at += 3) rgb.set([red!, green!, blue!], at);
  return { widthPx, heightPx, rgb };
}

const BLACK = [0, 0, 0];

describe('a network of the YOLOX family', () => {
  it('is read by grid, doubles within a class go, and another class at the same place stays', async () => {
    const find = await loadObjectFinder(madeYolox(folder));
    // Twice as wide as high: the picture fills the upper half of the square, 64 × 32 px.
    const { objects } = await find(plain(128, 64, BLACK));
    expect(objects).toEqual([
      {
        label: 'person',
        score: expect.closeTo(0.81 ** 0.7, 3),
        box: { x: 4 / 64, y: 8 / 32, width: 0.25, height: 0.75 },
      },
      {
        label: 'horse',
        score: expect.closeTo(0.63, 3),
        box: { x: 4 / 64, y: 8 / 32, width: 0.25, height: 0.75 },
      },
      // Centre (32, 32) of a picture that ends at 32: the lower half is cut off.
      { label: 'dog', score: 0.5, box: { x: 0.25, y: 24 / 32, width: 0.5, height: 0.25 } },
    ]);
  });

  it.each([
    { what: 'nothing in red, since the first channel is blue', colour: [255, 0, 0], person: 0 },
    { what: 'a person where blue is strong', colour: [0, 0, 255], person: 1 },
    { what: 'half a person where blue is half', colour: [0, 0, 128], person: 0.5 },
  ])('sees $what', async ({ colour, person }) => {
    const find = await loadObjectFinder(madeYolox(folder));
    const { objects } = await find(plain(64, 64, colour));
    const inCorner = objects.find(({ label, box }) => label === 'person' && box.x === 0.5 && box.y === 0.5);
    expect(inCorner?.score ?? 0).toBeCloseTo(person ** 0.7, 2);
  });

  it('is refused where it takes another size than the catalogue says', async () => {
    const network = madeYolox(folder, 128);
    await expect(
      loadObjectFinder({ ...network, facts: { family: 'yolox', inputPx: 64 } }),
    ).rejects.toMatchObject({ code: 'MODEL_MISSING', message: expect.stringMatching(/takes 128 px/) });
  });

  it('is refused where its output is that of another family', async () => {
    const network = madeYolox(folder);
    const find = await loadObjectFinder({ ...network, facts: { family: 'rt-detr', inputPx: MADE_PX } });
    await expect(find(plain(8, 8, BLACK))).rejects.toThrow(/neither logits and pred_boxes nor/);
  });
});

describe.each(['rt-detr', 'd-fine'] as const)('a network of the family %s', (family) => {
  it('with logits and boxes is read with a sigmoid for each class, on a squashed picture', async () => {
    const find = await loadObjectFinder(madeQueries(folder, family));
    const { objects, personHint } = await find(plain(300, 100, BLACK));
    expect(objects).toEqual([
      { label: 'person', score: 0.75, box: { x: 0, y: 0, width: 0.5, height: 1 } },
      { label: 'dog', score: 0.3, box: { x: 0, y: 0, width: 0.5, height: 1 } },
    ]);
    expect(personHint).toBeCloseTo(0.75, 5);
  });

  it('with labels, boxes and scores is told the size of the square, and read by it', async () => {
    const find = await loadObjectFinder(madeChosen(folder, family));
    const { objects } = await find(plain(300, 100, BLACK));
    expect(objects).toEqual([{ label: 'person', score: 0.75, box: { x: 0, y: 0, width: 0.5, height: 1 } }]);
  });

  it('of other classes than COCO’s is refused', async () => {
    const find = await loadObjectFinder(madeQueries(folder, family, 91));
    await expect(find(plain(8, 8, BLACK))).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      message: expect.stringMatching(/91 classes instead of 80/),
      file: expect.stringMatching(/\.onnx$/),
    });
  });
});

describe('a network of the YuNet family', () => {
  it('is read by grid, with the doubled face once, and its turn', async () => {
    const find = await loadFaceNetwork(madeYunet(folder));
    const faces = await find(plain(MADE_PX, MADE_PX, BLACK));
    expect(faces).toEqual([
      {
        score: 0.9,
        box: { x: 20 / 64, y: 12 / 64, width: 0.25, height: 0.25 },
        yawRadians: expect.closeTo(0, 6),
      },
    ]);
  });

  it('finds the same place in a picture that is no square', async () => {
    const find = await loadFaceNetwork(madeYunet(folder));
    const [face] = await find(plain(256, 128, BLACK));
    expect(face?.box).toEqual({ x: 20 / 64, y: 12 / 32, width: 0.25, height: 0.5 });
  });
});

describe('answers that are no numbers', () => {
  const options = { inputPx: MADE_PX, classes: 1, leastScore: 0.2 };
  const rows = (change: (rows: Float32Array) => void) => {
    const made = new Float32Array(84 * 6);
    change(made);
    return made;
  };

  it.each([
    {
      what: 'objectness',
      make: () =>
        decodeYolox(
          rows((of) => (of[4] = Number.NaN)),
          options,
        ),
    },
    {
      what: 'a class',
      make: () =>
        decodeYolox(
          rows((of) => of.set([1, Number.NaN], 4)),
          options,
        ),
    },
    { what: 'a logit', make: () => decodeQueries(Float32Array.of(Number.NaN), new Float32Array(4), options) },
    {
      what: 'a chosen score',
      make: () => decodeChosen([0], new Float32Array(4), Float32Array.of(Number.NaN), options),
    },
    {
      what: 'a place',
      make: () =>
        boxInPicture({ left: Number.NaN, top: 0, width: 1, height: 1 }, { widthPx: 8, heightPx: 8 }),
    },
    {
      what: 'a size',
      make: () => boxInPicture({ left: 0, top: 0, width: Infinity, height: 1 }, { widthPx: 8, heightPx: 8 }),
    },
  ])('as $what are an error, not an empty picture', ({ make }) => {
    expect(make).toThrow(NoNumbersError);
  });
});

describe('a file that is no such network', () => {
  it('is an error that names it, and what to do', async () => {
    const path = join(folder, 'broken.onnx');
    await writeFile(path, 'no network');
    const broken = { label: 'Broken/coco', path, facts: { family: 'yolox', inputPx: 64 } as const };
    await expect(loadObjectFinder(broken)).rejects.toMatchObject({ code: 'MODEL_MISSING', file: path });
    await expect(loadObjectFinder({ ...broken, path: join(folder, 'nowhere.onnx') })).rejects.toMatchObject({
      code: 'MODEL_MISSING',
    });
  });

  it('is refused where faces are asked of an object detector, and objects of a face detector', async () => {
    await expect(loadFaceNetwork(madeYolox(folder))).rejects.toThrow(/do not find faces/);
    await expect(loadObjectFinder(madeYunet(folder))).rejects.toThrow(/do not find objects/);
    const yolox = madeYolox(folder);
    await expect(loadFaceNetwork({ ...yolox, facts: { family: 'yunet', inputPx: 64 } })).rejects.toThrow(
      /outputs cls_8, obj_8/,
    );
  });
});
