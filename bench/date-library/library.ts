import type { DateWitness } from '../../src/algorithms/date-votes.ts';
import { makeBodies, makePhones } from './bodies.ts';
import { setClocks } from './clocks.ts';
import { drawsOf } from './draws.ts';
import { findEvidence } from './evidence.ts';
import { LAST_COPY_MILLIS, setFileTimes } from './file-times.ts';
import { fileAway } from './folders.ts';
import { type MadePhoto, witnessOf } from './made-photo.ts';
import { makeMessages, makeNamedFiles, makeScans } from './odd-photos.ts';
import { truthOfRun } from './recoverable.ts';
import { makeRuns } from './runs.ts';
import { withSecondFiles } from './second-files.ts';
import { DEFAULT_SHARES, type Shares } from './shares.ts';
import { makeShoots } from './shoots.ts';
import type { PhotoTruth, Run } from './world.ts';

export interface LibraryOptions {
  readonly seed: number;
  /** Photos in all. */
  readonly size: number;
  /** The library ends with 2024. */
  readonly years?: number;
  readonly bodies?: number;
  /** Default: 300 for 50,000 photos, and so on. */
  readonly shoots?: number;
  readonly shares?: Shares;
}

/** A photo library that never was, by metadata alone, with the truth beside it. */
export interface DateLibrary {
  /** In random order: nothing may be learnt from it. */
  readonly witnesses: readonly DateWitness[];
  readonly truth: readonly PhotoTruth[];
  /** What the photos of cameras were made from. */
  readonly runs: readonly Run[];
}

const END_MILLIS = Date.UTC(2025, 0, 1);
const PHOTOS_PER_SHOOT = 50_000 / 300;

/**
 * The same for the same options, on every machine.
 * @throws RangeError for a number that makes no library
 */
export function makeDateLibrary(options: LibraryOptions): DateLibrary {
  const { seed, size, years = 20, bodies: bodyCount = 5, shares = DEFAULT_SHARES } = options;
  const shootCount = options.shoots ?? Math.max(1, Math.round(size / PHOTOS_PER_SHOOT));
  for (const [name, number] of Object.entries({ size, years, bodies: bodyCount, shoots: shootCount })) {
    if (!(Number.isInteger(number) && number >= 1)) {
      throw new RangeError(`${name} is a whole number above 0, not ${number}.`);
    }
  }
  const from = Date.UTC(2025 - years, 0, 1);
  const draws = (part: string) => drawsOf(seed, part);

  const [scans, messages, namedFiles] = [shares.scans, shares.messages, shares.namedFiles].map((share) =>
    Math.round(size * share),
  ) as [number, number, number];
  const bodies = makeBodies(bodyCount, from, END_MILLIS, draws('bodies'));
  const shoots = makeShoots(shootCount, from, END_MILLIS, shares, draws('shoots'));
  const phones = makePhones(from, END_MILLIS);
  const shot = size - scans - messages - namedFiles;
  const runs = makeRuns(shoots, bodies, phones, shot, shares, draws('runs'));
  setClocks(runs, shares, draws('clocks'));
  const serials = draws('serials');
  for (const run of runs) if (serials.chance(shares.noSerials)) run.hasSerial = false;
  fileAway(runs, shares, draws('folders'));
  setFileTimes(runs, shares, draws('files'));
  const evidence = findEvidence(runs);

  const photos: MadePhoto[] = [];
  let clock = 0;
  for (const run of runs) {
    const truth = truthOfRun(run, evidence, clock);
    const inOrder = run.pieces.flatMap((piece) => piece.shots);
    inOrder.forEach((one, i) => {
      photos.push({ witness: witnessOf(one), truth: truth[i]! });
    });
    clock += run.pieces.length;
  }
  const withCopies = withSecondFiles(photos, shares, LAST_COPY_MILLIS, draws('copies'));
  const odd = draws('odd photos');
  withCopies.push(
    ...makeScans(scans, from, odd),
    ...makeMessages(messages, runs, odd),
    ...makeNamedFiles(namedFiles, from, END_MILLIS, odd),
  );
  const mixed = distinct(draws('order').shuffled(withCopies));
  return { witnesses: mixed.map(({ witness }) => witness), truth: mixed.map(({ truth }) => truth), runs };
}

/** Two files of one path get different names, as an import does it; keys say nothing. */
function distinct(photos: readonly MadePhoto[]): MadePhoto[] {
  const taken = new Set<string>();
  return photos.map(({ witness, truth }, i) => {
    const files = witness.files.map((file) => {
      let relativePath = file.relativePath;
      for (let n = 1; taken.has(relativePath.toLowerCase()); n++) {
        relativePath = file.relativePath.replace(/(\.\w+)$/, ` (${n})$1`);
      }
      taken.add(relativePath.toLowerCase());
      return relativePath === file.relativePath ? file : { ...file, relativePath };
    });
    return { witness: { ...witness, key: `k${i.toString(36).padStart(6, '0')}`, files }, truth };
  });
}
