import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeQuery } from '../algorithms/nearest/query-codes.ts';
import { seededRandom } from '../algorithms/seeded-random.ts';
import { assemble, BYTES, SOURCE } from './build-wasm.ts';
import { BLOCK_ROWS, openCodeMemory, PlainCodeMemory, strideOf, WasmCodeMemory } from './code-memory.ts';

it('int8-products.wasm is what its source says', async () => {
  expect(Buffer.from(await assemble(SOURCE)).equals(readFileSync(BYTES))).toBe(true);
});

it('WebAssembly is used where it runs, and it runs here', () => {
  expect(openCodeMemory(64)).toBeInstanceOf(WasmCodeMemory);
});

it('rows that are longer than WebAssembly takes are scanned by plain loops', () => {
  expect(openCodeMemory(strideOf(40_000))).toBeInstanceOf(PlainCodeMemory);
});

describe.each([1, 2, 63, 64, 65, 512, 801, 1152])('products of rows of %d dimensions', (dimensions) => {
  const stride = strideOf(dimensions);
  const rows = 70;
  const random = seededRandom(dimensions);
  const codes = Int8Array.from({ length: rows * stride }, (_, i) =>
    i % stride < dimensions ? Math.round(random() * 254) - 127 : 0,
  );

  const filled = <Memory extends WasmCodeMemory | PlainCodeMemory>(memory: Memory): Memory => {
    memory.reserve(10);
    memory.view(0, 10).set(codes.subarray(0, 10 * stride));
    // Room that is made later keeps what is there.
    memory.reserve(rows);
    memory.view(10, rows - 10).set(codes.subarray(10 * stride));
    return memory;
  };
  const memories = [filled(new WasmCodeMemory(stride)), filled(new PlainCodeMemory(stride))];

  const directly = (from: number, count: number, query: Int16Array): number[] =>
    Array.from({ length: count }, (_, i) => {
      let sum = 0n;
      for (let k = 0; k < stride; k++) sum += BigInt(codes[(from + i) * stride + k]!) * BigInt(query[k]!);
      return Number(sum);
    });

  it.each([
    [0, rows],
    [3, 1],
    [5, 0],
    [69, 1],
  ])('are those of the definition, from row %d on %d of them, with SIMD and without', (from, count) => {
    const query = new Int16Array(stride);
    for (let k = 0; k < dimensions; k++) query[k] = Math.round((random() - 0.5) * 10_000);
    const expected = directly(from, count, query);
    for (const memory of memories) expect([...memory.products(from, count, query)]).toEqual(expected);
  });

  it('never leave 32 bits, even where all codes are the largest and the query points their way', () => {
    const query = encodeQuery(
      new Float32Array(dimensions).fill(3),
      new Float32Array(dimensions),
      stride,
    ).codes;
    for (const memory of memories) {
      memory.view(0, 2).fill(0);
      memory.view(0, 1).fill(127, 0, dimensions);
      memory.view(1, 1).fill(-127, 0, dimensions);
      const exact = 127 * query.reduce((sum, value) => sum + value, 0);
      expect([...memory.products(0, 2, query)]).toEqual([exact, -exact]);
      memory.view(0, 2).set(codes.subarray(0, 2 * stride));
    }
  });
});

it('memory grows to a million rows and reads them where they are', () => {
  const memory = new WasmCodeMemory(64);
  memory.reserve(1_000_000);
  memory.view(999_999, 1).fill(2);
  const query = new Int16Array(64).fill(3);
  expect([...memory.products(999_998, 2, query)]).toEqual([0, 384]);
  expect(memory.products(0, BLOCK_ROWS, query)).toHaveLength(BLOCK_ROWS);
});

it('more than WebAssembly can address is an error that says so', () => {
  expect(() => new WasmCodeMemory(1152).reserve(4_000_000)).toThrow(/more than 4 GiB/);
});
