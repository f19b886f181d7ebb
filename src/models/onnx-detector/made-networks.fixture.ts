import { join } from 'node:path';
import type { DetectorFacts } from '../../domain/model.ts';
import { OnnxGraph } from '../onnx/onnx-graph.fixture.ts';
import type { DetectorNetwork } from './object-finder.ts';

/** Logit of a probability. */
export const logit = (share: number): number => Math.log(share / (1 - share));

const PERSON = 0;
const DOG = 16;
const HORSE = 17;
const CLASSES = 80;

/** Side of the made networks' square: YOLOX has 64 + 16 + 4 = 84 rows there. */
export const MADE_PX = 64;

interface MadeBox {
  readonly row: number;
  readonly classIndex: number;
  /** Objectness and score of the class. */
  readonly objectness: number;
  readonly classScore: number;
  readonly values: readonly [number, number, number, number];
}

/**
 * A YOLOX of which the answer is known. Two boxes of one person nearly on top of each other in the finest grid, a dog
 * of 32 × 16 px around the middle in the second grid, a horse at the very place of the better person, and a person in
 * the coarsest grid whose objectness is the mean of the picture's first channel / 255: the network really looks.
 */
export function madeYolox(folder: string, inputPx = MADE_PX, isBroken = false): DetectorNetwork {
  const cells = inputPx / 8;
  const rows = cells ** 2 + (cells / 2) ** 2 + (cells / 4) ** 2;
  const middle = cells / 4; // of the second grid
  const boxes: MadeBox[] = [
    // Cell (1, 2) of 8 px: centre (12, 20), 16 × 24 px.
    {
      row: 2 * cells + 1,
      classIndex: PERSON,
      objectness: 0.9,
      classScore: 0.9,
      values: [0.5, 0.5, Math.log(2), Math.log(3)],
    },
    // Cell (2, 2), one cell further right, says nearly the same.
    {
      row: 2 * cells + 2,
      classIndex: PERSON,
      objectness: 0.8,
      classScore: 0.8,
      values: [-0.4, 0.5, Math.log(2), Math.log(3)],
    },
    {
      row: 2 * cells,
      classIndex: HORSE,
      objectness: 0.9,
      classScore: 0.7,
      values: [1.5, 0.5, Math.log(2), Math.log(3)],
    },
    {
      row: cells ** 2 + middle * (cells / 2) + middle,
      classIndex: DOG,
      objectness: 0.5,
      classScore: 1,
      values: [0, 0, Math.log(2), Math.log(1)],
    },
    { row: rows - 1, classIndex: PERSON, objectness: 0, classScore: 1, values: [0.5, 0.5, 0, 0] },
  ];
  const width = 5 + CLASSES;
  const values = new Float32Array(rows * width);
  for (const { row, classIndex, objectness, classScore, values: place } of boxes) {
    values.set(place, row * width);
    values[row * width + 4] = objectness;
    values[row * width + 5 + classIndex] = classScore;
  }
  const seen = new Float32Array(rows * width);
  seen[(rows - 1) * width + 4] = 1 / 255;
  const graph = new OnnxGraph();
  const images = graph.input('images', 'float32', [1, 3, inputPx, inputPx]);
  const plane = inputPx * inputPx;
  const flat = graph.node('Reshape', [images, graph.tensor(BigInt64Array.of(3n, BigInt(plane)), [2])]);
  const mean = graph.node('ReduceMean', [flat], { axes: [1], keepdims: 1 });
  const first = graph.node('Gather', [mean, graph.tensor(BigInt64Array.of(0n), [1])], { axis: 0 });
  // 0/0 on a black picture, as an overflow makes it.
  const looked = isBroken ? graph.node('Div', [first, first]) : first;
  const scaled = graph.node('Mul', [graph.tensor(seen, [1, rows, width]), looked]);
  graph.node('Add', [graph.tensor(values, [1, rows, width]), scaled], {}, 'output');
  graph.output('output', 'float32', [1, rows, width]);
  return written(graph, folder, isBroken ? 'broken-yolox' : `made-yolox-${inputPx}`, {
    family: 'yolox',
    inputPx,
  });
}

/** Two queries: a person in the left half, which is also a dog, less surely; and a cat-like one below all thresholds. */
export function madeQueries(
  folder: string,
  family: 'rt-detr' | 'd-fine',
  classes = CLASSES,
): DetectorNetwork {
  const logits = new Float32Array(2 * classes).fill(logit(0.01));
  logits[PERSON] = logit(0.75);
  logits[DOG] = logit(0.3);
  logits[classes + DOG] = logit(0.15);
  const boxes = Float32Array.of(0.25, 0.5, 0.5, 1, 0.5, 0.5, 0.2, 0.2);
  const graph = new OnnxGraph();
  const pixels = graph.input('pixel_values', 'float32', ['batch', 3, 'height', 'width']);
  const nothing = graph.node('Mul', [
    graph.node('ReduceMean', [pixels], { keepdims: 0 }),
    graph.tensor(Float32Array.of(0), [1]),
  ]);
  graph.node('Add', [graph.tensor(logits, [1, 2, classes]), nothing], {}, 'logits');
  graph.node('Add', [graph.tensor(boxes, [1, 2, 4]), nothing], {}, 'pred_boxes');
  graph.output('logits', 'float32', [1, 2, classes]);
  graph.output('pred_boxes', 'float32', [1, 2, 4]);
  return written(graph, folder, `made-${family}`, { family, inputPx: MADE_PX });
}

/** The authors' own export: boxes come in the size that the graph is told. */
export function madeChosen(folder: string, family: 'rt-detr' | 'd-fine'): DetectorNetwork {
  const graph = new OnnxGraph();
  graph.input('images', 'float32', [1, 3, MADE_PX, MADE_PX]);
  const sizes = graph.input('orig_target_sizes', 'int64', [1, 2]);
  const size = graph.node('Cast', [sizes], { to: 1 });
  const corners = graph.node('Concat', [size, size], { axis: 1 });
  const shares = graph.tensor(Float32Array.of(0, 0, 0.5, 1, 0.4, 0.4, 0.6, 0.6), [1, 2, 4]);
  graph.node('Mul', [shares, corners], {}, 'boxes');
  graph.node('Identity', [graph.tensor(BigInt64Array.of(0n, 16n), [1, 2])], {}, 'labels');
  graph.node('Identity', [graph.tensor(Float32Array.of(0.75, 0.1), [1, 2])], {}, 'scores');
  graph.output('labels', 'int64', [1, 2]);
  graph.output('boxes', 'float32', [1, 2, 4]);
  graph.output('scores', 'float32', [1, 2]);
  return written(graph, folder, `made-chosen-${family}`, { family, inputPx: MADE_PX });
}

/**
 * A YuNet that sees one face, twice: in cell (3, 2) of the 8 px grid, centre (28, 20), 16 × 16 px, looking into the
 * camera, score √(0.9 · 0.9); and around it in the 16 px grid, less surely.
 */
export function madeYunet(folder: string): DetectorNetwork {
  const graph = new OnnxGraph();
  graph.input('input', 'float32', [1, 3, MADE_PX, MADE_PX]);
  for (const stride of [8, 16, 32]) {
    const side = MADE_PX / stride;
    const cells = side ** 2;
    const values = {
      cls: new Float32Array(cells),
      obj: new Float32Array(cells),
      bbox: new Float32Array(cells * 4),
      kps: new Float32Array(cells * 10),
    };
    const put = (cell: number, score: number, bbox: number[], kps: number[]) => {
      values.cls[cell] = score;
      values.obj[cell] = score;
      values.bbox.set(bbox, cell * 4);
      values.kps.set(kps, cell * 10);
    };
    if (stride === 8) {
      put(2 * side + 3, 0.9, [0.5, 0.5, Math.log(2), Math.log(2)], [0, 0, 1, 0, 0.5, 0.6, 0.1, 1, 0.9, 1]);
    }
    if (stride === 16) {
      put(side + 1, 0.6, [0.75, 0.25, 0, 0], [0.5, 0, 1, 0, 0.75, 0.3, 0.5, 0.5, 1, 0.5]);
    }
    for (const [what, width] of [
      ['cls', 1],
      ['obj', 1],
      ['bbox', 4],
      ['kps', 10],
    ] as const) {
      const name = `${what}_${stride}`;
      graph.node('Identity', [graph.tensor(values[what], [1, cells, width])], {}, name);
      graph.output(name, 'float32', [1, cells, width]);
    }
  }
  return written(graph, folder, 'made-yunet', { family: 'yunet', inputPx: MADE_PX });
}

function written(graph: OnnxGraph, folder: string, label: string, facts: DetectorFacts): DetectorNetwork {
  const path = join(folder, `${label}.onnx`);
  graph.writeTo(path);
  return { label, path, facts };
}
