import { spawn } from 'node:child_process';
import { exiftoolPath } from 'exiftool-vendored';
import { PhotoTagError } from '../../domain/errors.ts';

export interface TagJob {
  /** Absolute path without a newline. */
  readonly file: string;
  readonly tags: Readonly<Record<string, string | number>>;
}

/** Two processes: perl is the bottleneck, and the machine has two cores at least. */
const PROCESSES = 2;

/**
 * Writes EXIF into freshly rendered files, with as many exiftool processes as pay off and one command a file.
 * Throws TOOL_MISSING or TOOL_FAILED.
 */
export async function writeTags(jobs: readonly TagJob[]): Promise<void> {
  const script = await exiftoolPath();
  const shares = Array.from({ length: PROCESSES }, (_, i) => jobs.filter((_job, j) => j % PROCESSES === i));
  await Promise.all(shares.filter((share) => share.length > 0).map((share) => runBatch(script, share)));
}

function runBatch(script: string, jobs: readonly TagJob[]): Promise<void> {
  const args = jobs.flatMap(({ file, tags }) => [
    '-overwrite_original',
    '-charset',
    'filename=utf8',
    ...Object.entries(tags).map(([name, value]) => `-EXIF:${name}=${value}`),
    file,
    '-execute',
  ]);
  return new Promise((resolve, reject) => {
    const child = spawn(script, ['-@', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
    let said = '';
    let complained = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      complained += chunk;
    });
    // The process may be gone before it has read everything; its exit says why.
    child.stdin.on('error', () => {});
    child.on('error', (cause) => {
      reject(
        new PhotoTagError(
          'TOOL_MISSING',
          'exiftool does not start, so the sample photos cannot get their EXIF.',
          {
            remedy: 'Install perl (Debian: apt-get install perl) and start again.',
            cause,
          },
        ),
      );
    });
    child.on('close', () => {
      const updated = said.match(/1 image files updated/g)?.length ?? 0;
      if (updated === jobs.length) resolve();
      else
        reject(
          new PhotoTagError(
            'TOOL_FAILED',
            `exiftool wrote EXIF into ${updated} of ${jobs.length} sample photos: ${complained.trim().slice(0, 500)}`,
            { remedy: 'Run `photo-tag doctor`, and start again: the sample library is rendered anew.' },
          ),
        );
    });
    child.stdin.end(`${args.join('\n')}\n`);
  });
}
