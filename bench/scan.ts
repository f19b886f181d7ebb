import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { PhotoMetadata } from '../src/domain/metadata.ts';
import { bundledExiftool } from '../src/exiftool/bundled-exiftool.ts';
import { writeCameraLibrary } from './camera-library.ts';
import { findDifferences, type PlainTags } from './exiftool-differences.ts';
import { median } from './median.ts';
import { type BenchOptions, type BenchReport, thisMachine } from './report.ts';
import { peakResidentMegabytes } from './resident-memory.ts';
import { scanAndRead } from './scan-stages.ts';

const ROUNDS = 3;
const TIME_GOAL = 0.55;
const MEMORY_GOAL_MEGABYTES = 600;

/** What is measured: reads every file under a folder, and says what it found. */
export type ReadLibrary = (folder: string) => Promise<ReadonlyMap<string, PhotoMetadata | Error>>;

/**
 * Scan and metadata of a library of JPEG files beside `exiftool -r` and `sha1sum` one after the other.
 * @param options size: files; 10,000 are meant.
 */
export async function run(options: BenchOptions): Promise<BenchReport> {
  return await compareReading(options, scanAndRead);
}

/** The same for any way to read a library, in one run, by turns. */
export async function compareReading({ seed, size }: BenchOptions, ours: ReadLibrary): Promise<BenchReport> {
  const scratch = await mkdtemp(join(tmpdir(), 'photo-tag-bench-scan-'));
  try {
    const library = join(scratch, 'library');
    const madeOf = await writeCameraLibrary(library, size, seed);
    const paths = await filesUnder(library);
    const megabytes =
      (await Promise.all(paths.map((path) => stat(path)))).reduce((sum, { size }) => sum + size, 0) / 1e6;

    const peerSeconds: { exiftool: number; sha1sum: number; both: number }[] = [];
    const ourSeconds: number[] = [];
    const memory: number[] = [];
    let metadata: ReadonlyMap<string, PhotoMetadata | Error> = new Map();
    for (let round = 0; round < ROUNDS; round++) {
      const exiftool = await seconds(
        async () => void (await runExiftool(['-json', '-r', '-fast2', library])),
      );
      const sha1sum = await seconds(() => runSha1sum(library));
      peerSeconds.push({ exiftool, sha1sum, both: exiftool + sha1sum });
      ourSeconds.push(
        await seconds(async () => {
          const { result, megabytes } = await peakResidentMegabytes(() => ours(library));
          metadata = result;
          if (megabytes !== null) memory.push(megabytes);
        }),
      );
    }
    const ratios = ourSeconds.map((second, round) => second / peerSeconds[round]!.both);
    const theirs = JSON.parse(
      await runExiftool(['-json', '-n', '-r', '-fast2', library], 'keep'),
    ) as PlainTags[];
    const { different, compared, onlyOurs } = findDifferences(theirs, metadata);

    const ratio = median(ratios);
    const peak = memory.length > 0 ? Math.max(...memory) : null;
    return {
      name: 'scan',
      machine: thisMachine(),
      rows: [
        timesRow(
          'exiftool -json -r -fast2',
          peerSeconds.map(({ exiftool }) => exiftool),
          size,
        ),
        timesRow(
          'sha1sum',
          peerSeconds.map(({ sha1sum }) => sha1sum),
          size,
        ),
        timesRow(
          'both, one after the other',
          peerSeconds.map(({ both }) => both),
          size,
        ),
        timesRow('ours', ourSeconds, size),
        {
          what: 'library, in the page cache',
          files: size,
          megabytes: Math.round(megabytes),
          'made of': madeOf,
          'values compared': compared,
          'values only in ours': onlyOurs,
          differences: different.slice(0, 5),
        },
      ],
      goals: [
        {
          what: 'time of ours as a share of exiftool -r -fast2 and sha1sum, median of the rounds',
          goal: `at most ${TIME_GOAL}`,
          value: round2(ratio),
          holds: ratio <= TIME_GOAL,
        },
        {
          what: 'tag values that differ from those of exiftool -r -fast2 -n',
          goal: '0',
          value: different.length,
          holds: different.length === 0,
        },
        {
          what: 'megabytes of memory: largest sum of resident sets of this process and its children, of 4 samples a second',
          goal: `below ${MEMORY_GOAL_MEGABYTES}`,
          value: peak === null ? null : Math.round(peak),
          holds: peak !== null && peak < MEMORY_GOAL_MEGABYTES,
        },
      ],
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function runExiftool(
  arguments_: readonly string[],
  output: 'discard' | 'keep' = 'discard',
): Promise<string> {
  const { perl, script } = bundledExiftool();
  return await runProgram(perl, [script, ...arguments_], output);
}

/** `find … | xargs sha1sum`: as many files per process as fit. */
async function runSha1sum(folder: string): Promise<void> {
  await runProgram('sh', ['-c', 'find "$0" -type f -print0 | xargs -0 sha1sum', folder], 'discard');
}

/** Runs to the end; discarded output goes where `> /dev/null` sends it. */
async function runProgram(
  program: string,
  arguments_: readonly string[],
  output: 'discard' | 'keep',
): Promise<string> {
  const child = spawn(program, arguments_, {
    stdio: ['ignore', output === 'keep' ? 'pipe' : 'ignore', 'ignore'],
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with exit code ${code}`));
    });
  });
  const [kept] = await Promise.all([child.stdout === null ? '' : text(child.stdout), ended]);
  return kept;
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function timesRow(what: string, times: readonly number[], files: number): Record<string, unknown> {
  return {
    what,
    'seconds (median)': round2(median(times)),
    'seconds (least)': round2(Math.min(...times)),
    'seconds (most)': round2(Math.max(...times)),
    'files/s': Math.round(files / median(times)),
  };
}

const round2 = (value: number): number => Math.round(value * 100) / 100;
