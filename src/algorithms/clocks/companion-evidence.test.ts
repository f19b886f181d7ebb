import { expect, test } from 'vitest';
import { cameraOf } from '../camera-of.ts';
import { DATE_OPTIONS, witness } from '../date-witness.fixture.ts';
import { DAY_MILLIS, MINUTE_MILLIS, wallTimeInWords } from '../wall-time.ts';
import { segmentsOf } from './clock-segments.ts';
import { companionEvidence } from './companion-evidence.ts';
import { bodiesOf } from './shot.ts';

const START = Date.UTC(2018, 8, 4, 13, 42);
const every = (count: number, minutes: number, from: number) =>
  Array.from({ length: count }, (_, i) => from + i * minutes * MINUTE_MILLIS);

function segment() {
  const texts = every(60, 2, START).map((millis, i) => ({
    path: `2018 Old town/IMG_${String(100 + i).padStart(4, '0')}.JPG`,
    original: wallTimeInWords(millis, 'second'),
    make: 'Canon',
    camera: 'Canon EOS 5D',
    serial: '0420',
  }));
  const witnesses = texts.map(witness);
  return segmentsOf(bodiesOf(witnesses, witnesses.map(cameraOf), DATE_OPTIONS.saneRange)[0]!)[0]!;
}

test('what others did on other days, in the same folder, does not speak against the day on which they were together', () => {
  const otherDay = every(300, 0.6, START - 243 * DAY_MILLIS);
  const together = every(33, 3.5, START + 3 * MINUTE_MILLIS);
  const times = [...otherDay, ...together];
  const evidence = companionEvidence(segment(), { times, areReliable: true, says: '' })!;
  expect(evidence.fitAt(0)).toBeGreaterThan(0.9);
  // Between the two they took nothing: that is neither for nor against. Before the first nobody was there.
  expect(evidence.fitAt(-100 * DAY_MILLIS)).toBe(0.5);
  expect(evidence.fitAt(-300 * DAY_MILLIS)).toBe(0);
});

test('what others did on the same day while it took nothing speaks against its hour', () => {
  const times = [...every(33, 3.5, START), ...every(99, 1, START + 400 * MINUTE_MILLIS)];
  const evidence = companionEvidence(segment(), { times, areReliable: true, says: '' })!;
  expect(evidence.fitAt(0)).toBeLessThan(0.4);
});
