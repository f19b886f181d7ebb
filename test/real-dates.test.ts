import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { resolveLibrary } from '../src/algorithms/resolve-library.ts';
import { saneRange } from '../src/algorithms/sane-range.ts';
import { configSchema } from '../src/config/schema.ts';
import type { CaptureTime } from '../src/domain/capture-time.ts';
import { createExiftoolReader } from '../src/metadata/exiftool-reader.ts';
import { dateWitness } from '../src/stages/date-witness.ts';
import { hasShared, sharedPath } from './shared.ts';

/**
 * Dates of real camera files, each checked by eye: `photo-tag dates --why` prints all of them with what each witness
 * says. Their file times are those of the day on which they were copied here.
 */
const EXPECTED: readonly (readonly [file: string, date: string, note: string])[] = [
  ['camera/jpg/Canon_40D.jpg', '2008-05-30 15:56:01 second', 'EXIF, and the copy is no witness'],
  ['camera/jpg/Canon_40D_photoshop_import.jpg', '2008-07-31 10:05:49 day', 'only ModifyDate of Photoshop'],
  [
    'camera/jpg/WWL_(Polaroid)_ION230.jpg',
    '2008-07-31 17:32:06 second',
    'DateTimeOriginal lies in the future',
  ],
  ['camera/jpg/exif-org/sanyo-vpcg250.jpg', '1998-01-01 00:00:00 second ?', 'a clock that was never set'],
  ['camera/jpg/gps/DSCN0010.jpg', '2008-10-23 16:28:39 second', 'satellites: the date was a day behind'],
  ['camera/jpg/gps/DSCN0042.jpg', '2008-10-23 17:00:07 second', 'and so for the whole run'],
  ['camera/jpg/hdr/iphone_hdr_NO.jpg', '2015-04-10 20:12:23 second +120', 'satellites tell the zone'],
  ['camera/jpg/mobile/HMD_Nokia_8.3_5G.jpg', '2022-08-14 14:12:31 second +180', 'OffsetTime tells the zone'],
  [
    'camera/jpg/tests/30-type_error.jpg',
    '2013-07-05 03:18:27 second +0',
    'an edit two days later does not matter',
  ],
  ['camera/jpg/orientation/landscape_1.jpg', 'before the copy', 'nothing says when'],
  ['camera/tiff/Arbitro.tiff', 'before the copy', 'a fax'],
  ['formats/metadata/dates/date-priority-test.jpg', '2023-02-02 02:00:00 second', 'DateTimeOriginal first'],
  ['formats/metadata/dates/datetimeoriginal-gps.jpg', '2025-12-01 11:30:00 second', 'and before satellites'],
  ['formats/albums/nature/prairie_falcon.jpg', '2022-03-31 11:31:56 second', 'EXIF'],
];

describe.skipIf(!hasShared)('the dates of real files', () => {
  const times = new Map<string, CaptureTime>();

  beforeAll(async () => {
    const root = sharedPath('photos');
    const paths = ['camera', 'formats']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
          join(root, folder, name),
        ),
      )
      .filter((path) => /\.(jpe?g|tiff?|png)$/i.test(path))
      .sort();
    const reader = createExiftoolReader();
    const read = await reader.read(paths).finally(() => reader.close());
    const copied = Date.UTC(2026, 10, 22) * 1000;
    const witnesses = paths.map((path, i) => {
      const one = read[i]!;
      const file = {
        path,
        root,
        sizeBytes: 1,
        mtimeMicros: copied + i * 1000,
        birthMicros: null,
        inode: String(i),
        sha1: path,
        status: 'present' as const,
        reason: null,
      };
      return dateWitness(path, [file], one instanceof Error ? null : one, null);
    });
    const { weights, outlier_days, sane_range } = configSchema.parse({}).date_resolver;
    const resolved = resolveLibrary(witnesses, {
      weights,
      outlierDays: outlier_days,
      saneRange: saneRange(sane_range, Date.UTC(2026, 10, 23)),
      fileZoneOffsetMinutes: () => 0,
    });
    paths.forEach((path, i) => {
      times.set(path.slice(root.length + 1), resolved[i]!);
    });
  });
  test.each(EXPECTED)('%s: %s (%s)', (file, expected) => {
    const time = times.get(file);
    expect(time).toBeDefined();
    expect(inWords(time!)).toBe(expected);
  });
});

function inWords(time: CaptureTime): string {
  const { wallMillis, interval, precision, offsetMinutes, uncertain, trustScore } = time;
  if (trustScore === 0 && interval !== null && precision === 'year') return 'before the copy';
  const said =
    wallMillis === null ? 'unknown' : new Date(wallMillis).toISOString().slice(0, 19).replace('T', ' ');
  const zone = offsetMinutes === null ? '' : ` +${offsetMinutes}`;
  return `${said} ${precision}${zone}${uncertain ? ' ?' : ''}`;
}
