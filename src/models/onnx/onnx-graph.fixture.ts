import { closeSync, openSync, writeSync } from 'node:fs';

/**
 * Writes ONNX models, for tests and benches: fields and numbers are those of onnx.proto (ModelProto, GraphProto,
 * NodeProto, TensorProto, ValueInfoProto). Models of some hundred megabytes are written as parts, never copied.
 */
export class OnnxGraph {
  readonly #nodes: Parts[] = [];
  readonly #tensors: Parts[] = [];
  readonly #inputs: Parts[] = [];
  readonly #outputs: Parts[] = [];
  #names = 0;

  /** @param shape a text stands for a free dimension */
  input(name: string, type: TensorType, shape: readonly (number | string)[]): string {
    this.#inputs.push(field(11, valueInfo(name, type, shape)));
    return name;
  }

  output(name: string, type: TensorType, shape: readonly (number | string)[]): void {
    this.#outputs.push(field(12, valueInfo(name, type, shape)));
  }

  /** A constant. */
  tensor(values: TensorValues, shape: readonly number[]): string {
    const name = this.#newName();
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.#tensors.push(
      field(
        5,
        joined(
          ...shape.map((size) => number(1, size)),
          number(2, TYPES[typeOf(values)]),
          text(8, name),
          field(9, [bytes]),
        ),
      ),
    );
    return name;
  }

  /** @param as the name of the result, made up where it is left out */
  node(
    operation: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    as: string | readonly string[] = this.#newName(),
  ): string {
    const outputs = typeof as === 'string' ? [as] : as;
    this.#nodes.push(
      field(
        1,
        joined(
          ...inputs.map((name) => text(1, name)),
          ...outputs.map((name) => text(2, name)),
          text(4, operation),
          ...Object.entries(attributes).map(([name, value]) => field(5, attribute(name, value))),
        ),
      ),
    );
    return outputs[0]!;
  }

  names(count: number): string[] {
    return Array.from({ length: count }, () => this.#newName());
  }

  bytes(): Uint8Array {
    return Uint8Array.from(Buffer.concat(this.#model()));
  }

  writeTo(path: string): void {
    const file = openSync(path, 'w');
    try {
      for (const part of this.#model()) writeSync(file, part);
    } finally {
      closeSync(file);
    }
  }

  #model(): Parts {
    const graph = joined(
      ...this.#nodes,
      text(2, 'made'),
      ...this.#tensors,
      ...this.#inputs,
      ...this.#outputs,
    );
    const opset = joined(text(1, ''), number(2, OPSET));
    return joined(number(1, IR_VERSION), field(8, opset), field(7, graph));
  }

  #newName(): string {
    return `t${this.#names++}`;
  }
}

export type TensorType = keyof typeof TYPES;
export type TensorValues = Float32Array | Uint8Array | Int8Array | BigInt64Array | Uint16Array;
export type Attributes = Record<string, number | { readonly float: number } | readonly number[] | string>;

/** LayerNormalization came with opset 17. */
const OPSET = 17;
const IR_VERSION = 8;
const TYPES = { float32: 1, uint8: 2, int8: 3, int64: 7, float16: 10, bool: 9 } as const;

/** Uint16Array holds the bits of half precision. */
function typeOf(values: TensorValues): TensorType {
  if (values instanceof Float32Array) return 'float32';
  if (values instanceof Uint8Array) return 'uint8';
  if (values instanceof Int8Array) return 'int8';
  return values instanceof BigInt64Array ? 'int64' : 'float16';
}

function valueInfo(name: string, type: TensorType, shape: readonly (number | string)[]): Parts {
  const dimensions = shape.map((size) =>
    field(1, typeof size === 'number' ? number(1, size) : text(2, size)),
  );
  const tensorType = joined(number(1, TYPES[type]), field(2, joined(...dimensions)));
  return joined(text(1, name), field(2, field(1, tensorType)));
}

function attribute(name: string, value: Attributes[string]): Parts {
  if (typeof value === 'number') return joined(text(1, name), number(3, value), number(20, 2));
  if (typeof value === 'string') return joined(text(1, name), text(4, value), number(20, 3));
  if ('float' in value) return joined(text(1, name), float(2, value.float), number(20, 1));
  return joined(text(1, name), ...value.map((one) => number(8, one)), number(20, 7));
}

/** Bytes in pieces. */
type Parts = Uint8Array[];

const joined = (...parts: Parts[]): Parts => parts.flat();
const field = (id: number, parts: Parts): Parts => [
  varint((id << 3) | 2),
  varint(parts.reduce((sum, part) => sum + part.byteLength, 0)),
  ...parts,
];
const text = (id: number, value: string): Parts => field(id, [new TextEncoder().encode(value)]);
const number = (id: number, value: number): Parts => [varint(id << 3), varint(value)];

function float(id: number, value: number): Parts {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [varint((id << 3) | 5), bytes];
}

/** Seven bits a byte, the lowest first; the eighth bit says that more follow. Negative numbers take 64 bits. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
}
