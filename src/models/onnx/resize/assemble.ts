/**
 * Assembles resize-passes.wat into resize-passes.ts: `node src/models/onnx/resize/assemble.ts`. A test holds the two
 * together, so that the bytes that run are those of the source that one can read.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, 'resize-passes.wat');
const TARGET = join(import.meta.dirname, 'resize-passes.ts');

export async function assembled(): Promise<string> {
  const { default: loadWabt } = await import('wabt');
  const wabt = await loadWabt();
  const module = wabt.parseWat('resize-passes.wat', readFileSync(SOURCE, 'utf8'), { simd: true });
  const base64 = Buffer.from(module.toBinary({}).buffer).toString('base64');
  const lines = (base64.match(/.{1,100}/g) ?? []).map((line) => `  '${line}'`);
  return [
    '/** Assembled from resize-passes.wat by assemble.ts: WebAssembly in base64. Never edited. */',
    `export const RESIZE_PASSES =\n${lines.join(' +\n')};\n`,
  ].join('\n');
}

if (import.meta.main) writeFileSync(TARGET, await assembled());
