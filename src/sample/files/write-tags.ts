import { PhotoTagError } from '../../domain/errors.ts';
import { ExiftoolPool } from '../../exiftool/exiftool-pool.ts';

export interface TagJob {
  /** Absolute path. */
  readonly file: string;
  readonly tags: Readonly<Record<string, string | number>>;
}

/** Perl is the bottleneck, and the machine has two cores at least. A freshly rendered photo takes milliseconds. */
const EXIFTOOL = { processes: 2, silenceMillis: 60_000 };

/**
 * Writes EXIF into freshly rendered files, one command a file.
 * @throws PhotoTagError TOOL_MISSING, TOOL_FAILED.
 */
export async function writeTags(jobs: readonly TagJob[]): Promise<void> {
  const exiftool = new ExiftoolPool(EXIFTOOL);
  try {
    await Promise.all(jobs.map((job) => writeOne(exiftool, job)));
  } finally {
    await exiftool.close();
  }
}

async function writeOne(exiftool: ExiftoolPool, { file, tags }: TagJob): Promise<void> {
  const assignments = Object.entries(tags).map(([name, value]) => `-EXIF:${name}=${value}`);
  const { output, complaints, failure } = await exiftool.run(['-overwrite_original', ...assignments], [file]);
  if (output.includes('1 image files updated')) return;
  const why = failure === null ? complaints.trim() : `exiftool ${failure}`;
  throw new PhotoTagError('TOOL_FAILED', `exiftool wrote no EXIF into a sample photo: ${why}`, {
    file,
    remedy: 'Run `photo-tag doctor`, and start again: the sample library is rendered anew.',
  });
}
