import type { DateWitness } from '../date-votes.ts';
import { counterOf } from '../name-sequence.ts';
import { isSane, type SaneRange } from '../sane-range.ts';
import { isScan } from '../scan-witness.ts';

/** One release of one body, as its clock and its counter saw it. */
export interface Shot {
  /** Into the witnesses. */
  readonly index: number;
  readonly witness: DateWitness;
  /** What the clock of the body said, wall-clock milliseconds. */
  readonly clockMillis: number;
  /** Place in the body's life; null where nothing counts. */
  readonly number: number | null;
}

/** The photos of one body. */
export interface Body {
  readonly key: string;
  /** A telephone: its clock is set by its network. */
  readonly isPhone: boolean;
  /** After so many releases the counter starts again; Infinity for a shutter count. */
  readonly modulus: number;
  /** In no order. */
  readonly shots: readonly Shot[];
}

/** DCF counters (JEITA CP-3461) go from 0001 to 9999. */
const NAME_MODULUS = 9999;
/** Share of a body's photos that must have a shutter count for it to order them all. */
const COUNTED_SHARE = 0.95;

/** `P1300999` is followed by `P1310001`: the number of the DCF folder, and 999 pictures in each. */
const FOLDER_COUNTED = /^(?:panasonic|leica)/i;
const FOLDER_MODULUS = 900 * 999;

/** Makers all of whose cameras are telephones. */
const PHONE_MAKE =
  /^(?:apple|google|huawei|honor|xiaomi|redmi|oneplus|oppo|vivo|realme|motorola|lge?|lg electronics|htc|nothing|fairphone|blackberry|zte|asus|tcl|hmd global|jolla)\b/i;
/**
 * Samsung made cameras too (Samsung Techwin; Digimax, NX, WB). A camera that is taken for a telephone is trusted wrongly,
 * so a telephone must have the model number of one.
 */
const SAMSUNG = /^samsung\b/i;
const SAMSUNG_PHONE = /^(?:samsung[- ])?(?:(?:SM|GT|SC|SHV|SHW)-|SGH-[IT]|SCH-[IR]|SPH-[DL]|galaxy\b)/i;

/** @param make, model as EXIF says them */
export function isTelephone(make: string, model: string): boolean {
  return SAMSUNG.test(make) ? SAMSUNG_PHONE.test(model) : PHONE_MAKE.test(make);
}

/**
 * Photos whose body and clock are known, by body. Without a serial number the folder takes its place: two
 * bodies of one model have two clocks.
 */
export function bodiesOf(
  witnesses: readonly DateWitness[],
  cameras: readonly (string | null)[],
  range: SaneRange,
): Body[] {
  const byCamera = new Map<string, number[]>();
  cameras.forEach((camera, index) => {
    if (camera === null) return;
    const list = byCamera.get(camera);
    if (list === undefined) byCamera.set(camera, [index]);
    else list.push(index);
  });
  return [...byCamera]
    .map(([key, indexes]) => bodyOf(key, indexes, witnesses, range))
    .filter((body) => body.shots.length > 0);
}

function bodyOf(
  key: string,
  indexes: readonly number[],
  witnesses: readonly DateWitness[],
  range: SaneRange,
): Body {
  const counted = indexes.filter((index) => witnesses[index]!.shutterCount !== null).length;
  const byShutter = counted >= COUNTED_SHARE * indexes.length;
  const shots: Shot[] = [];
  for (const index of indexes) {
    const witness = witnesses[index]!;
    const clock = witness.dateTimeOriginal ?? witness.createDate;
    if (clock === null || !isClock(clock.wallMillis, range) || isScan(witness)) continue;
    const number = byShutter ? witness.shutterCount : fileCounter(witness);
    shots.push({ index, witness, clockMillis: clock.wallMillis, number });
  }
  const { make, model } = witnesses[indexes[0]!]!;
  const byFolders = shots.some(({ number }) => number !== null && number > NAME_MODULUS);
  return {
    key,
    isPhone: isTelephone(make ?? '', model ?? ''),
    modulus: byShutter ? Number.POSITIVE_INFINITY : byFolders ? FOLDER_MODULUS : NAME_MODULUS,
    shots,
  };
}

/** The epochs of Unix and FAT are no dates, but they are clocks that lost the time. */
function isClock(wallMillis: number, range: SaneRange): boolean {
  const year = new Date(wallMillis).getUTCFullYear();
  return isSane(wallMillis, range) || year === 1970 || year === 1980;
}

/** The counter of a name that the camera gave; of a renamed file the camera's own file number. */
function fileCounter({ files, fileNumber, make }: DateWitness): number | null {
  const name = (files[0]?.relativePath ?? '').replace(/^.*[/\\]/s, '');
  const inFolders = FOLDER_COUNTED.test(make ?? '') ? /^P([1-9]\d\d)(\d{4})(?!\d)/.exec(name) : null;
  if (inFolders !== null) return (Number(inFolders[1]) - 100) * 999 + Number(inFolders[2]);
  const counter = counterOf(name);
  if (counter?.wraps && counter.prefix.length === 4) return counter.number;
  const digits = /(\d{4})$/.exec(fileNumber ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Releases from `from` to `to`, counting on past the last number of the counter. */
export function numbersBetween(from: number, to: number, modulus: number): number {
  const ahead = to - from;
  return ahead >= 0 || modulus === Number.POSITIVE_INFINITY ? ahead : ahead + modulus;
}

/** `Canon EOS 5D 123456`, `NIKON D750 6012345`: the maker is said once. */
export function nameOf({ make, model, bodySerial }: DateWitness): string {
  const maker = (make ?? '').split(/[\s,]/)[0] ?? '';
  const isSaid = (model ?? '').toLowerCase().startsWith(maker.toLowerCase());
  const name = [isSaid ? null : make, model, bodySerial].filter((part) => part !== null && part !== '');
  return name.join(' ');
}
