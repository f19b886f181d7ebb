import { readFileSync, writeFileSync } from 'node:fs';
import loadWabt from 'wabt';

/** The module of a text file in WebAssembly's text format. Only development needs it: the bytes are kept beside it. */
export async function assemble(file: URL): Promise<Uint8Array> {
  const wabt = await loadWabt();
  const module = wabt.parseWat(file.pathname, readFileSync(file, 'utf8'), { simd: true, threads: true });
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}

export const SOURCE = new URL('./int8-products.wat', import.meta.url);
export const BYTES = new URL('./int8-products.wasm', import.meta.url);

if (import.meta.main) writeFileSync(BYTES, await assemble(SOURCE));
