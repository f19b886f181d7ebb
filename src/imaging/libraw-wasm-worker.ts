import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { LibrawWasmAnswer, LibrawWasmTask } from './libraw-wasm.ts';

/** The part that we use of libraw-wasm's inner module; its outer one wants a browser's Worker. */
interface LibrawModule {
  readonly LibRaw: new () => {
    open(bytes: Uint8Array, settings: Record<string, unknown>): void;
    metadata(full: boolean): { width: number; height: number };
    imageData(): { width: number; height: number; colors: number; bits: number; data: Uint8Array };
  };
}

type CreateModule = (options: {
  wasmBinary: Uint8Array;
  print(line: string): void;
  printErr(line: string): void;
}) => Promise<LibrawModule>;

/** As `dcraw_emu -w -o 1 -q 2`: camera white balance, sRGB, PPG demosaicing, upright. */
const SETTINGS = { useCameraWb: true, outputColor: 1, outputBps: 8, userQual: 2 };

/** @param say called with each line that LibRaw prints as an error. */
async function loadLibraw(say: (line: string) => void): Promise<LibrawModule> {
  const script = import.meta.resolve('libraw-wasm/dist/libraw.js');
  const { default: create } = (await import(script)) as { default: CreateModule };
  return create({
    wasmBinary: readFileSync(fileURLToPath(import.meta.resolve('libraw-wasm/dist/libraw.wasm'))),
    print: () => undefined,
    printErr: (line) => say(line.replace(/^unknown file: /, '')),
  });
}

async function decode({ path, minimumPx }: LibrawWasmTask): Promise<LibrawWasmAnswer> {
  const said: string[] = [];
  let LibRaw: LibrawModule['LibRaw'];
  try {
    ({ LibRaw } = await loadLibraw((line) => said.push(line)));
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
  try {
    const bytes = readFileSync(path);
    const libraw = new LibRaw();
    libraw.open(bytes, SETTINGS);
    const { width, height } = libraw.metadata(false);
    if (Math.max(width, height) >= 2 * minimumPx) libraw.open(bytes, { ...SETTINGS, halfSize: true });
    const image = libraw.imageData();
    if (image.bits !== 8 || (image.colors !== 3 && image.colors !== 1))
      return { error: `LibRaw gave ${image.colors} channels of ${image.bits} bits.` };
    if (image.data.length !== image.width * image.height * image.colors)
      return { error: `LibRaw gave ${image.data.length} bytes for ${image.width} × ${image.height} pixels.` };
    return {
      decoded: {
        pixels: image.data,
        widthPx: image.width,
        heightPx: image.height,
        channels: image.colors,
      },
    };
  } catch (error) {
    // C++ exceptions arrive as bare pointers without a message; what LibRaw printed is all there is to know.
    const reason = error instanceof Error && error.message !== '' ? error.message : said.at(-1);
    return {
      error: `LibRaw cannot decode this RAW file: ${reason ?? 'the camera or its compression is not supported'}`,
    };
  }
}

const answer = await decode(workerData as LibrawWasmTask);
if ('decoded' in answer) parentPort?.postMessage(answer, [answer.decoded.pixels.buffer as ArrayBuffer]);
else parentPort?.postMessage(answer);
