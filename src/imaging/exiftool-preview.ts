import { randomUUID } from 'node:crypto';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { longEdge } from './choose-preview.ts';
import type { ExiftoolSession } from './exiftool-session.ts';
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

/**
 * Reads orientation, size and all previews of a RAW file in one command.
 * @param tempFolder for a link with a plain name, where the path holds a newline.
 */
export async function readRawByExiftool(
  session: ExiftoolSession,
  path: string,
  tempFolder: string,
): Promise<ExiftoolRaw> {
  const answer = await withPlainName(path, tempFolder, (plain) =>
    session.run(['-json', '-b', '-Orientation#', '-ImageWidth', '-ImageHeight', ...tagArgs(), plain]),
  );
  const tags = parseFirst(answer);
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

const tagArgs = () => PREVIEW_TAGS.map((tag) => `-${tag}`);

/** exiftool prints nothing for a file that it cannot read at all. */
function parseFirst(answer: string): Record<string, unknown> {
  if (answer.trim() === '') return {};
  return (JSON.parse(answer) as Record<string, unknown>[])[0] ?? {};
}

async function withPlainName<Result>(
  path: string,
  tempFolder: string,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const absolute = resolve(path);
  if (!absolute.includes('\n')) return use(absolute);
  await mkdir(tempFolder, { recursive: true });
  const link = join(tempFolder, `${randomUUID()}.link`);
  await symlink(absolute, link);
  try {
    return await use(link);
  } finally {
    await rm(link, { force: true });
  }
}
