/** Sixteen sums side by side, so that memory and not addition sets the pace. */
const SOURCE = `(module (import "e" "m" (memory 1))
  (func (export "sum") (param $p i32) (param $pieces i32) (result i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $each
      (local.set $a (i32x4.add (local.get $a) (v128.load (local.get $p))))
      (local.set $b (i32x4.add (local.get $b) (v128.load offset=16 (local.get $p))))
      (local.set $c (i32x4.add (local.get $c) (v128.load offset=32 (local.get $p))))
      (local.set $d (i32x4.add (local.get $d) (v128.load offset=48 (local.get $p))))
      (local.set $p (i32.add (local.get $p) (i32.const 64)))
      (br_if $each (local.tee $pieces (i32.sub (local.get $pieces) (i32.const 1)))))
    (i32x4.extract_lane 0
      (i32x4.add (i32x4.add (local.get $a) (local.get $b)) (i32x4.add (local.get $c) (local.get $d))))))`;

const PAGE_BYTES = 65_536;
const PIECE_BYTES = 64;

interface Wasm {
  Module: new (bytes: Uint8Array) => unknown;
  Instance: new (
    module: unknown,
    imports: unknown,
  ) => {
    readonly exports: { sum(p: number, pieces: number): number };
  };
  Memory: new (limits: { initial: number }) => { readonly buffer: ArrayBuffer };
}

/** Reads that many bytes of memory by one core, as fast as WebAssembly with SIMD can. */
export async function sumBytesReader(bytes: number): Promise<() => number> {
  const { default: loadWabt } = await import('wabt');
  const module = (await loadWabt()).parseWat('sum.wat', SOURCE, { simd: true });
  const { WebAssembly } = globalThis as unknown as { WebAssembly: Wasm };
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
  // Pages that were never written are all the same page of zeros.
  new Uint8Array(memory.buffer).fill(1);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.toBinary({}).buffer), {
    e: { m: memory },
  });
  return () => instance.exports.sum(0, Math.floor(bytes / PIECE_BYTES));
}
