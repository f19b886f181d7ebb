import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { DecodedRaw, RawDecoder } from './raw-decoder.ts';

/** The largest sensor today has 151 megapixels: 453 MB at 8 bits. */
const MAX_OUTPUT_BYTES = 600_000_000;

/**
 * The size in a RAW file counts the masked border of the sensor (1,888 px for 1,734 visible ones in an old Canon), so
 * half the size is asked for only with room to spare.
 */
const BORDER = 1.1;

/** The program's path where Debian's libraw-bin or another LibRaw installation has put it on PATH. */
export function findDcrawEmu(searchPath: string = process.env.PATH ?? ''): string | undefined {
  return searchPath
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'dcraw_emu'))
    .find((program) => {
      try {
        accessSync(program, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** LibRaw as a native program: twice as fast as WebAssembly, and its memory goes back with the process. */
export function dcrawEmu(program: string): RawDecoder {
  return async (path, { minimumPx, longEdgePx, timeoutMillis }) => {
    const half = longEdgePx >= 2 * BORDER * minimumPx ? ['-h'] : [];
    // -w camera white balance, -o 1 sRGB, -q 2 PPG demosaicing, -Z - a PPM on standard output.
    const args = ['-w', '-o', '1', '-q', '2', ...half, '-Z', '-', path];
    const { output, errors } = await run(program, args, timeoutMillis);
    return parsePortableMap(output, errors);
  };
}

function run(program: string, args: string[], timeout: number): Promise<{ output: Buffer; errors: string }> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      args,
      { encoding: 'buffer', maxBuffer: MAX_OUTPUT_BYTES, timeout, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => {
        const errors = stderr.toString('utf8').trim();
        if (error?.killed) reject(new Error(`LibRaw did not finish within ${timeout / 1000} s.`));
        else if (error) reject(new Error(`LibRaw cannot decode this RAW file: ${errors || error.message}`));
        else resolve({ output: stdout, errors });
      },
    );
  });
}

/**
 * Reads a binary PPM or PGM of 8 bits (Netpbm P6, P5). dcraw_emu ends with status 0 whatever happens, so that only
 * a whole picture counts as success.
 * @param errors what the program said, for the sentence.
 */
export function parsePortableMap(output: Buffer, errors: string): DecodedRaw {
  const header = /^P([56])\s+(\d+)\s+(\d+)\s+255\s/.exec(output.toString('latin1', 0, 64));
  if (header === null)
    throw new Error(`LibRaw cannot decode this RAW file${errors === '' ? '.' : `: ${lastLine(errors)}`}`);
  const channels = header[1] === '6' ? 3 : 1;
  const widthPx = Number(header[2]);
  const heightPx = Number(header[3]);
  const pixels = output.subarray(header[0].length);
  if (pixels.length !== widthPx * heightPx * channels)
    throw new Error(`LibRaw gave ${pixels.length} bytes instead of ${widthPx} × ${heightPx} pixels.`);
  return { pixels, widthPx, heightPx, channels };
}

/** dcraw_emu repeats the file's path before its reason: `Cannot unpack /a/b.nef: Input/output error`. */
function lastLine(errors: string): string {
  const line = errors.split('\n').at(-1) ?? '';
  return line.slice(line.lastIndexOf(': ') + 2);
}
