import { resolve } from 'node:path';
import type { ExiftoolPool } from '../exiftool/exiftool-pool.ts';
import { longEdge } from './choose-preview.ts';
import { type JpegHeader, readJpegHeader } from './jpeg-header.ts';
import { bytesAsSource } from './original-file.ts';

/** Where exiftool finds previews of CR3, ORF, CRW, RAF and others (exiftool tag names). */
const PREVIEW_TAGS = ['JpgFromRaw', 'JpgFromRaw2', 'PreviewImage', 'OtherImage'] as const;

export interface ExtractedPreview extends JpegHeader {
  readonly jpeg: Buffer;
}

/** What exiftool says of a RAW whose structure we do not read ourselves. */
export interface ExiftoolRaw {
  readonly orientation: number;
  /** Size of the RAW data, 0 where exiftool does not say. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly previews: readonly ExtractedPreview[];
}

const ASKED = [
  ...['-json', '-b', '-Orientation#', '-ImageWidth', '-ImageHeight'],
  ...PREVIEW_TAGS.map((tag) => `-${tag}`),
];

/**
 * Reads orientation, size and all previews of a RAW file in one command.
 * @throws Error where exiftool dies of this file or hangs; PhotoTagError where it does not start.
 */
export async function readRawByExiftool(exiftool: ExiftoolPool, path: string): Promise<ExiftoolRaw> {
  const run = await exiftool.run(ASKED, [resolve(path)]);
  if (run.failure !== null) throw new Error(`exiftool ${run.failure} while it looked for previews.`);
  const tags = parseFirst(run.output);
  const orientation = Number(tags.Orientation);
  const previews: ExtractedPreview[] = [];
  for (const tag of PREVIEW_TAGS) {
    const value = tags[tag];
    if (typeof value !== 'string' || !value.startsWith('base64:')) continue;
    const jpeg = Buffer.from(value.slice('base64:'.length), 'base64');
    const header = await readJpegHeader(bytesAsSource(jpeg), 0);
    if (header !== undefined) previews.push({ ...header, jpeg });
  }
  previews.sort((a, b) => longEdge(a) - longEdge(b));
  return {
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    widthPx: Number(tags.ImageWidth) || 0,
    heightPx: Number(tags.ImageHeight) || 0,
    previews,
  };
}

/** exiftool prints nothing for a file that it cannot read at all. */
function parseFirst(answer: string): Record<string, unknown> {
  if (answer.trim() === '') return {};
  return (JSON.parse(answer) as Record<string, unknown>[])[0] ?? {};
}
