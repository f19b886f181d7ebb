import type { DateWitness } from '../../src/algorithms/date-votes.ts';
import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS, periodOf } from '../../src/algorithms/wall-time.ts';
import type { Draws } from './draws.ts';
import { LAST_COPY_MILLIS } from './file-times.ts';
import { blankWitness, type MadePhoto } from './made-photo.ts';
import type { Fault, PhotoTruth, Recoverable, Run } from './world.ts';

/** Photos without a camera's clock: scans of film, messages, and files whose name says the second. */

const SCANNERS: readonly Pick<DateWitness, 'make' | 'model' | 'software'>[] = [
  { make: 'EPSON', model: 'Perfection V700', software: 'EPSON Scan' },
  { make: 'Nikon', model: 'Nikon SUPER COOLSCAN 5000 ED', software: 'Nikon Scan 4.0' },
  { make: 'NORITSU KOKI', model: 'QSS-32_33', software: null },
  { make: 'FUJI PHOTO FILM CO., LTD.', model: 'SP-3000', software: 'Frontier SP-3000' },
  { make: null, model: null, software: 'SilverFast 8.8' },
  { make: null, model: null, software: 'VueScan 9 x64 (9.7)' },
  { make: null, model: null, software: null },
];

/** Rolls of film from the fifteen years before the library's first day, scanned in its years. */
export function makeScans(count: number, fromMillis: number, draws: Draws): MadePhoto[] {
  const photos: MadePhoto[] = [];
  for (let roll = 1; photos.length < count; roll++) {
    const frames = Math.min(count - photos.length, draws.pick([24, 36, 36]));
    // 1990 is the first believable year of the config.
    const first = Math.max(Date.UTC(1991, 0, 5), fromMillis - 15 * 365 * DAY_MILLIS);
    const start = draws.between(first, Math.max(first + 365 * DAY_MILLIS, fromMillis));
    const scanned = draws.between(fromMillis, LAST_COPY_MILLIS - 200 * DAY_MILLIS);
    const scanner = draws.pick(SCANNERS);
    const date = new Date(start).toISOString();
    const place = draws.pick(['Natal', 'Praia', 'Grandparents', 'School', 'Prague', 'Wedding']);
    const precision = draws.pick([
      'year',
      'year',
      'year',
      'month',
      'month',
      'day',
      null,
      null,
      null,
    ] as const);
    const said = precision && date.slice(0, { year: 4, month: 7, day: 10 }[precision]);
    const folder = said === null ? `Film ${place} ${roll}/` : `Film/${said} ${place}/`;
    const isTiff = draws.chance(0.5);
    const writes = draws.pick(['all', 'create', 'none'] as const);
    const days = draws.between(0, 3) * DAY_MILLIS;
    for (let frame = 1; frame <= frames; frame++) {
      const truth = wholeSeconds(
        start + ((frame - 1) / frames) * days + draws.between(0, 20) * MINUTE_MILLIS,
      );
      const saidTime = wholeSeconds(scanned + frame * draws.between(40, 70) * 1000);
      const clock = { wallMillis: saidTime, offsetMinutes: null };
      const number = String(frame).padStart(isTiff ? 4 : 3, '0');
      const name = isTiff ? `scan${roll}_${number}.tif` : `img${roll}_${number}.jpg`;
      photos.push({
        witness: {
          ...blankWitness(`${folder}${name}`, saidTime, saidTime),
          ...scanner,
          dateTimeOriginal: writes === 'all' ? clock : null,
          createDate: writes === 'none' ? null : clock,
          modifyDate: writes === 'none' ? null : clock,
        },
        truth: truthOf(truth, 'scan', named(truth, start, precision)),
      });
    }
  }
  return photos;
}

/**
 * WhatsApp images: no EXIF, the day of sending in the name. Two in three are from somebody at a shoot and are sent
 * within hours; one in twelve is sent days later and some are sent after midnight,
 * which nobody can see.
 */
export function makeMessages(count: number, runs: readonly Run[], draws: Draws): MadePhoto[] {
  const since = runs.filter(({ shoot }) => shoot.startMillis > Date.UTC(2011, 0, 1));
  const photos: MadePhoto[] = [];
  while (photos.length < count) {
    const run = draws.pick(since.length > 0 ? since : runs);
    const isThere = draws.chance(0.65);
    const near = draws.pick(run.shots).truthMillis;
    const day = Math.floor(near / DAY_MILLIS) * DAY_MILLIS + draws.integer(-60, 60) * DAY_MILLIS;
    const first = isThere ? near : day + draws.between(8, 20) * HOUR_MILLIS;
    const isLate = draws.chance(1 / 12);
    const wait = isLate ? draws.between(1.2, 40) * DAY_MILLIS : draws.between(1, 240) * MINUTE_MILLIS;
    const copied = draws.chance(0.5)
      ? Math.min(LAST_COPY_MILLIS, first + draws.between(50, 900) * DAY_MILLIS)
      : null;
    const inShoot = isThere && draws.chance(0.5) && !run.shots[0]!.folder.path.startsWith('Imported/');
    const folder = inShoot ? run.shots[0]!.folder.path : 'WhatsApp Images/';
    const sent = Math.max(first + wait, first + MINUTE_MILLIS);
    const batch = Math.min(count - photos.length, draws.integer(1, 9));
    for (let i = 0; i < batch; i++) {
      const truth = wholeSeconds(first + i * draws.between(5, 200) * 1000);
      const sentAt = Math.max(sent, truth) + i * 1000;
      const digits = new Date(sentAt).toISOString().slice(0, 10).replaceAll('-', '');
      const name = `IMG-${digits}-WA${String(photos.length % 10_000).padStart(4, '0')}.jpg`;
      const written = copied === null ? sentAt : copied + i * 300;
      const isSameDay = new Date(truth).toISOString().slice(0, 10).replaceAll('-', '') === digits;
      const recoverable: Recoverable = isSameDay ? 'day' : isLate ? 'none' : 'month';
      photos.push({
        witness: blankWitness(`${folder}${name}`, written, written),
        truth: { ...truthOf(truth, 'message', recoverable), isUnseen: !isSameDay },
      });
    }
  }
  return photos;
}

/** No EXIF; the name says the second, of local time or, for Pixel phones, of UTC. */
export function makeNamedFiles(
  count: number,
  fromMillis: number,
  toMillis: number,
  draws: Draws,
): MadePhoto[] {
  return Array.from({ length: count }, () => {
    const start = Math.max(fromMillis, Math.min(toMillis - 30 * DAY_MILLIS, Date.UTC(2012, 0, 1)));
    const truth = wholeSeconds(draws.between(start, toMillis));
    const kind = draws.pick(['screenshot', 'signal', 'camera', 'camera', 'pixel'] as const);
    const utc = truth - (draws.chance(0.8) ? 90 : draws.pick([0, 540, -180])) * MINUTE_MILLIS;
    const zoned = wholeSeconds(kind === 'pixel' ? utc : truth);
    const iso = new Date(zoned).toISOString();
    const [date, time] = [iso.slice(0, 10), iso.slice(11, 19)];
    const compact = `${date.replaceAll('-', '')}_${time.replaceAll(':', '')}`;
    const name = {
      screenshot: `Screenshot_${date}-${time.replaceAll(':', '-')}.png`,
      signal: `signal-${date}-${time.replaceAll(':', '')}.jpg`,
      camera: `IMG_${compact}.jpg`,
      pixel: `PXL_${compact}123.jpg`,
    }[kind];
    const written = Math.min(LAST_COPY_MILLIS, truth + draws.between(1, 900) * DAY_MILLIS);
    const isRight = Math.abs(zoned - truth) <= HOUR_MILLIS;
    return {
      witness: blankWitness(`Saved/${name}`, written, written),
      truth: truthOf(truth, 'named by the second', isRight ? 'hour' : 'day'),
    };
  });
}

/** What a folder's name, made for the first photo, says of this one. */
function named(truth: number, first: number, precision: 'day' | 'month' | 'year' | null): Recoverable {
  const finer = (['day', 'month', 'year'] as const).filter(
    (_, i) => i >= ['day', 'month', 'year'].indexOf(precision ?? ''),
  );
  if (precision === null) return 'none';
  return finer.find((one) => truth <= periodOf(first, one).endMillis) ?? 'none';
}

function truthOf(wallMillis: number, fault: Fault, recoverable: Recoverable): PhotoTruth {
  return { wallMillis, fault, recoverable, isUnseen: false, clock: -1 };
}

const wholeSeconds = (millis: number) => Math.floor(millis / 1000) * 1000;
