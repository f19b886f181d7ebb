import type { DateWitness } from '../../src/algorithms/date-votes.ts';
import type { PhotoTruth, Shot } from './world.ts';

export interface MadePhoto {
  readonly witness: DateWitness;
  readonly truth: PhotoTruth;
}

/** A file that says nothing but its name and times; the key comes when all photos are there. */
export function blankWitness(path: string, mtimeMillis: number, birthMillis: number): DateWitness {
  return {
    key: '',
    folder: folderOf(path),
    files: [{ relativePath: path, mtimeMillis: whole(mtimeMillis), birthMillis: whole(birthMillis) }],
    dateTimeOriginal: null,
    createDate: null,
    modifyDate: null,
    gpsTimeMillis: null,
    make: null,
    model: null,
    bodySerial: null,
    software: null,
    hasExposure: false,
    shutterCount: null,
    fileNumber: null,
    decision: null,
  };
}

export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** What the file of a shot says. */
export function witnessOf(shot: Shot): DateWitness {
  const { run, folder, name, editMillis, counter, kept } = shot;
  const { body } = run;
  const blank = blankWitness(`${folder.path}${name}`, shot.mtimeMillis, shot.birthMillis);
  if (kept === 'nothing') return blank;
  const offsetMinutes = body.kind === 'phone' ? run.shoot.offsetMinutes : null;
  const clock = { wallMillis: shot.readingMillis, offsetMinutes };
  const saved = editMillis === null ? clock : { wallMillis: whole(editMillis), offsetMinutes: null };
  const serial = body.serial !== null && run.hasSerial ? body.serial : null;
  return {
    ...blank,
    dateTimeOriginal: kept === 'all' ? clock : null,
    createDate: kept === 'all' ? clock : null,
    modifyDate: saved,
    gpsTimeMillis: shot.gpsMillis,
    make: body.make,
    model: body.model,
    bodySerial: serial,
    software: editMillis === null ? null : 'Adobe Photoshop Lightroom Classic 9.2 (Windows)',
    hasExposure: true,
    shutterCount: body.saysShutterCount ? counter : null,
    fileNumber: body.saysFileNumber ? fileNumberOf(counter) : null,
  };
}

/** `100-0042`, as Canon has it. */
function fileNumberOf(counter: number): string {
  const folder = 100 + (Math.floor((counter - 1) / 9999) % 900);
  return `${folder}-${String(((counter - 1) % 9999) + 1).padStart(4, '0')}`;
}

const whole = Math.floor;
