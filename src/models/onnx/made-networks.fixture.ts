import { seededRandom } from '../../algorithms/seeded-random.ts';
import { OnnxGraph } from './onnx-graph.fixture.ts';

/** A transformer as CLIP has two of (Radford et al. 2021); weights are random. */
export interface TransformerSize {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Of the vectors that come out. */
  readonly dimensions: number;
}

export interface ImageNetworkSize extends TransformerSize {
  readonly sizePx: number;
  readonly patchPx: number;
}

export interface TextNetworkSize extends TransformerSize {
  readonly vocabulary: number;
  readonly contextLength: number;
}

export interface NetworkOptions {
  readonly seed: number;
  /** int8: products of matrices as DynamicQuantizeLinear and MatMulInteger, as quantised models of the hub have them. */
  readonly precision: 'fp32' | 'int8';
  /** Type of pixels and vectors at the edges of the network; float32 where it is left out. */
  readonly edges?: 'float32' | 'float16' | undefined;
  /** A network that takes so many pictures at once and no other number. */
  readonly fixedBatch?: number | undefined;
}

export const VIT_B_32: ImageNetworkSize = {
  width: 768,
  layers: 12,
  heads: 12,
  dimensions: 512,
  sizePx: 224,
  patchPx: 32,
};

export const CLIP_TEXT: TextNetworkSize = {
  width: 512,
  layers: 12,
  heads: 8,
  dimensions: 512,
  vocabulary: 49408,
  contextLength: 77,
};

/** `pixel_values` (n×3×size×size) to `image_embeds` (n×dimensions). */
export function imageNetwork(size: ImageNetworkSize, options: NetworkOptions): OnnxGraph {
  const { width, sizePx, patchPx, dimensions } = size;
  const cells = (sizePx / patchPx) ** 2;
  const batch = options.fixedBatch ?? 'batch';
  const edges = options.edges ?? 'float32';
  const { graph, ints, random, product, normalised, layer } = parts(options);

  const given = graph.input('pixel_values', edges, [batch, 3, sizePx, sizePx]);
  const pixels = graph.node('Cast', [given], { to: FLOAT });
  const kernel = random([width, 3, patchPx, patchPx], 1 / (patchPx * Math.sqrt(3)));
  const patches = graph.node('Conv', [pixels, kernel], {
    kernel_shape: [patchPx, patchPx],
    strides: [patchPx, patchPx],
  });
  const flat = graph.node('Reshape', [patches, ints([0, width, cells])]);
  const cellRows = graph.node('Transpose', [flat], { perm: [0, 2, 1] });
  const count = graph.node('Slice', [graph.node('Shape', [pixels]), ints([0]), ints([1])]);
  const classShape = graph.node('Concat', [count, ints([1, width])], { axis: 0 });
  const classToken = graph.node('Expand', [random([1, 1, width], 1), classShape]);
  const tokens = graph.node('Concat', [classToken, cellRows], { axis: 1 });
  const placed = graph.node('Add', [tokens, random([1, cells + 1, width], 0.5)]);
  let rows = normalised(placed, width);
  for (let i = 0; i < size.layers; i++) rows = layer(rows, size, cells + 1, null);
  const first = graph.node('Gather', [rows, graph.tensor(BigInt64Array.of(0n), [])], { axis: 1 });
  const vector = product(normalised(first, width), width, dimensions, null);
  graph.node('Cast', [vector], { to: edges === 'float16' ? HALF : FLOAT }, 'image_embeds');
  graph.output('image_embeds', edges, [batch, dimensions]);
  return graph;
}

/** `input_ids` (n×context) to `text_embeds` (n×dimensions); the row of the highest id, the end token, counts. */
export function textNetwork(size: TextNetworkSize, options: NetworkOptions): OnnxGraph {
  const { width, vocabulary, contextLength, dimensions } = size;
  const { graph, floats, ints, random, product, normalised, layer } = parts(options);
  const ids = graph.input('input_ids', 'int64', ['batch', contextLength]);
  const words = graph.node('Gather', [random([vocabulary, width], 1), ids], { axis: 0 });
  const causal = Float32Array.from({ length: contextLength ** 2 }, (_, at) =>
    at % contextLength > Math.floor(at / contextLength) ? -1e9 : 0,
  );
  const mask = floats(causal, [1, 1, contextLength, contextLength]);
  let rows = graph.node('Add', [words, random([1, contextLength, width], 0.5)]);
  for (let i = 0; i < size.layers; i++) rows = layer(rows, size, contextLength, mask);
  const end = graph.node('ArgMax', [ids], { axis: 1, keepdims: 1 });
  const last = graph.node('GatherND', [normalised(rows, width), end], { batch_dims: 1 });
  const vector = product(graph.node('Reshape', [last, ints([-1, width])]), width, dimensions, null);
  graph.node('Identity', [vector], {}, 'text_embeds');
  graph.output('text_embeds', 'float32', ['batch', dimensions]);
  return graph;
}

const FLOAT = 1;
const HALF = 10;

function parts({ seed, precision }: NetworkOptions) {
  const graph = new OnnxGraph();
  const next = fastRandom(seed);
  const floats = (values: Float32Array, shape: readonly number[]): string => graph.tensor(values, shape);
  const ints = (values: readonly number[]): string =>
    graph.tensor(BigInt64Array.from(values, BigInt), [values.length]);
  const randomValues = (count: number, spread: number): Float32Array => {
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = next() * spread;
    return values;
  };
  const random = (shape: readonly number[], spread: number): string =>
    floats(
      randomValues(
        shape.reduce((a, b) => a * b, 1),
        spread,
      ),
      shape,
    );
  const normalised = (rows: string, width: number): string =>
    graph.node('LayerNormalization', [
      rows,
      floats(new Float32Array(width).fill(1), [width]),
      random([width], 0.1),
    ]);

  /** rows · weights + bias. */
  const product = (rows: string, from: number, to: number, bias: 'bias' | null): string => {
    // Spread so that results stay as large as inputs: the deviation of next() is 1/√3.
    const weights = randomValues(from * to, Math.sqrt(3 / from));
    const result = precision === 'fp32' ? wide(rows, weights) : quantised(rows, weights);
    return bias === null ? result : graph.node('Add', [result, random([to], 0.02)]);

    function wide(input: string, values: Float32Array): string {
      return graph.node('MatMul', [input, floats(values, [from, to])]);
    }
    function quantised(input: string, values: Float32Array): string {
      const most = Math.sqrt(3 / from);
      const bytes = new Int8Array(values.length);
      for (let i = 0; i < bytes.length; i++) bytes[i] = Math.round((values[i]! / most) * 127);
      const [small, scale, zero] = graph.names(3) as [string, string, string];
      graph.node('DynamicQuantizeLinear', [input], {}, [small, scale, zero]);
      const whole = graph.node('MatMulInteger', [
        small,
        graph.tensor(bytes, [from, to]),
        zero,
        graph.tensor(Int8Array.of(0), []),
      ]);
      const scales = graph.node('Mul', [scale, floats(Float32Array.of(most / 127), [])]);
      return graph.node('Mul', [graph.node('Cast', [whole], { to: FLOAT }), scales]);
    }
  };

  const layer = (
    rows: string,
    { width, heads }: TransformerSize,
    tokens: number,
    mask: string | null,
  ): string => {
    const share = width / heads;
    const input = normalised(rows, width);
    const ofHeads = (perm: readonly number[]): string => {
      const all = product(input, width, width, 'bias');
      return graph.node('Transpose', [graph.node('Reshape', [all, ints([0, tokens, heads, share])])], {
        perm,
      });
    };
    const query = graph.node('Mul', [ofHeads([0, 2, 1, 3]), floats(Float32Array.of(share ** -0.5), [])]);
    const likeness = graph.node('MatMul', [query, ofHeads([0, 2, 3, 1])]);
    const seen = mask === null ? likeness : graph.node('Add', [likeness, mask]);
    const attention = graph.node('MatMul', [
      graph.node('Softmax', [seen], { axis: -1 }),
      ofHeads([0, 2, 1, 3]),
    ]);
    const back = graph.node('Transpose', [attention], { perm: [0, 2, 1, 3] });
    const merged = graph.node('Reshape', [back, ints([0, tokens, width])]);
    const attended = graph.node('Add', [rows, product(merged, width, width, 'bias')]);
    const hidden = product(normalised(attended, width), width, width * 4, 'bias');
    const gate = graph.node('Sigmoid', [graph.node('Mul', [hidden, floats(Float32Array.of(1.702), [])])]);
    const lively = graph.node('Mul', [hidden, gate]);
    return graph.node('Add', [attended, product(lively, width * 4, width, 'bias')]);
  };
  return { graph, floats, ints, random, product, normalised, layer };
}

/** −1 to 1; 100 million of them in half a second (xorshift32, Marsaglia 2003). */
function fastRandom(seed: number): () => number {
  let state = Math.floor(seededRandom(seed)() * 2 ** 32) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 31;
  };
}
