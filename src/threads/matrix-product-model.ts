/**
 * An ONNX model of one operation, y = a · bᵀ (Gemm of opset 13), written as the bytes of its protobuf message: fields
 * and numbers are those of onnx.proto (ModelProto, GraphProto, NodeProto, ValueInfoProto).
 *
 * Inputs `a` (m×d) and `b` (n×d), output `y` (m×n), all float32; m, n and d are free.
 */
export function matrixProductModel(): Uint8Array {
  const graph = message(
    field(1, gemm()),
    field(2, text('matrix-product')),
    field(11, tensor('a', 'm', 'd')),
    field(11, tensor('b', 'n', 'd')),
    field(12, tensor('y', 'm', 'n')),
  );
  const opset = message(field(1, text('')), number(2, 13));
  return Uint8Array.from(message(number(1, IR_VERSION), field(8, opset), field(7, graph)));
}

/** The version of the format that came with opset 13. */
const IR_VERSION = 7;
const FLOAT = 1;
const INT_ATTRIBUTE = 2;

function gemm(): number[] {
  const transposed = message(field(1, text('transB')), number(3, 1), number(20, INT_ATTRIBUTE));
  return message(
    field(1, text('a')),
    field(1, text('b')),
    field(2, text('y')),
    field(4, text('Gemm')),
    field(5, transposed),
  );
}

function tensor(name: string, ...dimensions: string[]): number[] {
  const shape = message(...dimensions.map((dimension) => field(1, message(field(2, text(dimension))))));
  const type = message(field(1, message(number(1, FLOAT), field(2, shape))));
  return message(field(1, text(name)), field(2, type));
}

const message = (...fields: number[][]): number[] => fields.flat();
const text = (value: string): number[] => [...new TextEncoder().encode(value)];
const number = (id: number, value: number): number[] => [...varint(id << 3), ...varint(value)];
const field = (id: number, bytes: number[]): number[] => [
  ...varint((id << 3) | 2),
  ...varint(bytes.length),
  ...bytes,
];

/** Seven bits a byte, the lowest first; the eighth bit says that more follow. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return [...bytes, rest];
}
