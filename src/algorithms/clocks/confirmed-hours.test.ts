import { describe, expect, test } from 'vitest';
import { DATE_OPTIONS, type WitnessText, witness } from '../date-witness.fixture.ts';
import { wallTimeInWords } from '../wall-time.ts';
import { studyClocks } from './study-clocks.ts';

/** Scenes of four pictures, in the half of the hour that `at` says. */
function roll(
  folder: string,
  name: string,
  at: readonly string[],
  also: Partial<WitnessText>,
  zone = '',
): WitnessText[] {
  return at.flatMap((start, scene) =>
    [0, 1, 2, 3].map((i) => {
      const millis = Date.parse(`${start.replace(' ', 'T')}:00Z`) + i * 60_000;
      const number = String(100 + scene * 4 + i).padStart(4, '0');
      return {
        path: `${folder}/${name}${number}.JPG`,
        original: `${wallTimeInWords(millis, 'second')}${zone}`,
        ...also,
      };
    }),
  );
}

const CANON = { make: 'Canon', camera: 'Canon EOS 5D', serial: '0420' };
const NIKON = { make: 'NIKON CORPORATION', camera: 'NIKON D750', serial: '77' };
const PHONE = { make: 'Apple', camera: 'iPhone 6' };

const SCENES = [
  '2014-05-03 10:00',
  '2014-05-03 11:20',
  '2014-05-03 13:50',
  '2014-05-03 14:30',
  '2014-05-03 16:40',
];
const phone = (folder = '2014-05-03 Paris') => roll(folder, 'APL_', SCENES, PHONE, '+02:00');
const at = (hours: number, scenes: readonly string[] = SCENES) =>
  scenes.map((text) => {
    const millis = Date.parse(`${text.replace(' ', 'T')}:00Z`) + hours * 3_600_000;
    return wallTimeInWords(millis, 'second').slice(0, 16);
  });

function confirmedOf(texts: readonly WitnessText[], camera = CANON.camera): (string | null)[] {
  const witnesses = texts.map(witness);
  const { confirmedHours } = studyClocks(witnesses, DATE_OPTIONS.saneRange);
  const own = witnesses.filter(({ model }) => model === camera);
  return [...new Set(own.map(({ key }) => confirmedHours.get(key) ?? null))];
}

describe('the hour of a camera', () => {
  test('is confirmed by nothing where it was alone', () => {
    expect(confirmedOf(roll('2014-05-03 Paris', 'IMG_', SCENES, CANON))).toEqual([null]);
  });

  test('is confirmed by a telephone that took pictures at the same times', () => {
    const canon = roll('2014-05-03 Paris', 'IMG_', SCENES, CANON);
    const by = ['telephones took pictures at the same times'];
    expect(confirmedOf([...canon, ...phone()])).toEqual(by);
    expect(confirmedOf([...canon, ...phone('Phone')])).toEqual(by);
  });

  test('is not confirmed by a telephone that lies with the pictures of another event', () => {
    const texts = [
      ...roll('2014-05-03 Paris', 'IMG_', SCENES, CANON),
      ...roll('2014-05-03 Concert', 'DSC_', ['2014-05-03 10:10'], NIKON),
      ...phone('2014-05-03 Concert'),
    ];
    expect(confirmedOf(texts)).toEqual([null]);
  });

  test('is not confirmed by one snapshot that would fit any hour of a long day', () => {
    const all = Array.from({ length: 40 }, (_, i) => at(i / 4, ['2014-05-03 08:00'])[0]!);
    const [snapshot] = phone();
    expect(confirmedOf([...roll('2014-05-03 Paris', 'IMG_', all, CANON), snapshot!])).toEqual([null]);
  });

  test('is confirmed by another camera that a telephone confirms', () => {
    const few = [
      '2014-05-03 10:06',
      '2014-05-03 11:26',
      '2014-05-03 13:56',
      '2014-05-03 14:36',
      '2014-05-03 16:46',
    ];
    const texts = [
      ...roll('2014-05-03 Paris', 'IMG_', few, CANON),
      ...roll('2014-05-03 Paris', 'DSC_', SCENES, NIKON),
      ...phone(),
    ];
    expect(confirmedOf(texts, NIKON.camera)).not.toEqual([null]);
    expect(confirmedOf(texts)).not.toEqual([null]);
  });

  test('is confirmed by satellites where the file says the zone', () => {
    const canon = roll('2014-05-03 Paris', 'IMG_', SCENES, CANON, '+02:00').map((text) => ({
      ...text,
      gps: wallTimeInWords(Date.parse(text.original!.replace(' ', 'T')), 'second'),
    }));
    expect(confirmedOf(canon)).toEqual(['satellites confirm the hour']);
  });

  test('is put right where telephones say that morning and evening were exchanged', () => {
    const witnesses = [...roll('Paris', 'IMG_', at(-12), CANON), ...phone('Paris')].map(witness);
    const { runs } = studyClocks(witnesses, DATE_OPTIONS.saneRange);
    expect(runs.map(({ verdict }) => [verdict.standing, verdict.offsetMillis / 3_600_000])).toEqual([
      ['shifted', 12],
    ]);
  });
});
