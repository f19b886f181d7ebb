import type { DateWitness, WitnessFile } from '../src/algorithms/date-votes.ts';
import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS, SECOND_MILLIS } from '../src/algorithms/wall-time.ts';

/** A photo library that never was, with the truth beside it: folders of shoots, each with one thing wrong. */

export interface TrueFolder {
  readonly fault: FolderFault;
  readonly witnesses: readonly DateWitness[];
  /** When each photo was really taken, wall-clock milliseconds. */
  readonly truth: readonly number[];
}

/**
 * What is wrong with a folder, and how often. No library was counted for these shares: they stand for one of
 * twenty years that moved between computers, and the report shows each fault by itself.
 */
const FAULT_SHARES = {
  'nothing wrong': 0.3,
  'files copied, mtime is the day of the copy': 0.2,
  'no EXIF, day in the folder name, copied': 0.1,
  'no EXIF, day in the file name (WhatsApp), copied': 0.05,
  'no EXIF, year in the folder name, mtime right': 0.05,
  'no DateTimeOriginal, ModifyDate of a later edit, day in the folder name': 0.08,
  'one date in ten wrong by years, day in the folder name': 0.08,
  'clock restarted at 2000-01-01, day in the folder name': 0.06,
  'clock wrong by years in the whole folder, day in the folder name': 0.04,
  'scans: EXIF is the day of the scan, year in the folder name': 0.04,
} as const;

export type FolderFault = keyof typeof FAULT_SHARES;
export const FAULTS = Object.keys(FAULT_SHARES) as FolderFault[];

/** Day of the bench's copies, edits and scans; the last shoot lies years before. */
const COPY_DAY = Date.UTC(2024, 2, 9, 10);
const FIRST_SHOOT = Date.UTC(2003, 0, 5);
const LAST_SHOOT = Date.UTC(2019, 11, 20);

/** Small, seeded, and good enough to shuffle folders: mulberry32 (Tommy Ettinger, public domain). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Folders with `size` photos in all. */
export function makeDateLibrary(seed: number, size: number): TrueFolder[] {
  const random = seeded(seed);
  const folders: TrueFolder[] = [];
  for (let made = 0; made < size; ) {
    const count = Math.min(size - made, 5 + Math.floor(random() ** 3 * 300));
    folders.push(makeFolder(faultAt(random()), count, random));
    made += count;
  }
  return folders;
}

function faultAt(share: number): FolderFault {
  let sum = 0;
  for (const fault of FAULTS) {
    sum += FAULT_SHARES[fault];
    if (share < sum) return fault;
  }
  return 'nothing wrong';
}

function makeFolder(fault: FolderFault, count: number, random: () => number): TrueFolder {
  const start =
    FIRST_SHOOT +
    Math.floor((random() * (LAST_SHOOT - FIRST_SHOOT)) / DAY_MILLIS) * DAY_MILLIS +
    9 * HOUR_MILLIS;
  const spread = (10 * HOUR_MILLIS) / count;
  const truth: number[] = [];
  for (let i = 0, time = start; i < count; i++, time += random() * spread) {
    truth.push(Math.floor(time / SECOND_MILLIS) * SECOND_MILLIS);
  }
  const day = new Date(start).toISOString().slice(0, 10);
  const place = random() < 0.5 ? 'Paris' : 'theatre';
  const folder =
    fault === 'no EXIF, year in the folder name, mtime right' ||
    fault === 'scans: EXIF is the day of the scan, year in the folder name'
      ? `${day.slice(0, 4)} ${place}`
      : fault === 'no EXIF, day in the file name (WhatsApp), copied' || (isUnnamed(fault) && random() < 0.5)
        ? place
        : `${day} ${place}`;
  const firstNumber = Math.floor(random() * 9999);
  const clockError = (1 + random() * 4) * 365 * DAY_MILLIS * (random() < 0.7 ? -1 : 1);
  const witnesses = truth.map((time, i) => {
    const number = String(((firstNumber + i) % 9999) + 1).padStart(4, '0');
    const name =
      fault === 'no EXIF, day in the file name (WhatsApp), copied'
        ? `IMG-${new Date(time).toISOString().slice(0, 10).replaceAll('-', '')}-WA${number}.jpg`
        : `IMG_${number}.JPG`;
    return makeWitness(fault, `${folder}/${name}`, time, i, start, clockError, random);
  });
  return { fault, witnesses, truth };
}

const isUnnamed = (fault: FolderFault) =>
  fault === 'nothing wrong' || fault === 'files copied, mtime is the day of the copy';

function makeWitness(
  fault: FolderFault,
  relativePath: string,
  time: number,
  index: number,
  start: number,
  clockError: number,
  random: () => number,
): DateWitness {
  const copied = COPY_DAY + index * 200;
  // The card's time, read by a computer in a zone some hours away.
  const kept = time + Math.floor(random() * 3) * HOUR_MILLIS;
  const clock = (millis: number) => ({ wallMillis: Math.floor(millis), offsetMinutes: null });
  const file = (mtimeMillis: number): WitnessFile => ({ relativePath, mtimeMillis, birthMillis: copied });
  const right = { dateTimeOriginal: clock(time), createDate: clock(time), modifyDate: clock(time) };
  const none = { dateTimeOriginal: null, createDate: null, modifyDate: null };
  const base = {
    key: relativePath,
    gpsTimeMillis: null,
    folder: relativePath.replace(/[^/]*$/, ''),
    make: 'Canon',
    model: 'Canon EOS 5D',
    bodySerial: '1',
    software: null,
    hasExposure: true,
    shutterCount: null,
    fileNumber: null,
    files: [file(kept)],
    ...right,
  };
  const wrongClock = (millis: number, mtime: number) => ({
    ...base,
    dateTimeOriginal: clock(millis),
    createDate: clock(millis),
    modifyDate: clock(millis),
    files: [file(mtime)],
  });
  switch (fault) {
    case 'nothing wrong':
      return base;
    case 'files copied, mtime is the day of the copy':
      return { ...base, files: [file(copied)] };
    case 'no EXIF, day in the folder name, copied':
    case 'no EXIF, day in the file name (WhatsApp), copied':
      return { ...base, ...none, files: [file(copied)] };
    case 'no EXIF, year in the folder name, mtime right':
      return { ...base, ...none };
    case 'no DateTimeOriginal, ModifyDate of a later edit, day in the folder name': {
      const edited = time + (40 + random() * 400) * DAY_MILLIS;
      return { ...base, ...none, modifyDate: clock(edited), files: [file(edited)] };
    }
    case 'one date in ten wrong by years, day in the folder name':
      return index % 10 === 7 ? wrongClock(time + clockError, kept) : base;
    case 'clock restarted at 2000-01-01, day in the folder name': {
      const restarted = Date.UTC(2000, 0, 1) + 3 * MINUTE_MILLIS + (time - start);
      return wrongClock(restarted, restarted);
    }
    case 'clock wrong by years in the whole folder, day in the folder name':
      return wrongClock(time + clockError, time + clockError);
    case 'scans: EXIF is the day of the scan, year in the folder name':
      return wrongClock(copied, copied);
  }
}
