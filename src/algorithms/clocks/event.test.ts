import { expect, test } from 'vitest';
import { DATE_OPTIONS } from '../date-witness.fixture.ts';
import { eventOf } from './event.ts';

const of = (path: string, model: string | null = null) =>
  eventOf(path, path, DATE_OPTIONS.saneRange, model).event;

test('folders of cards, telephones and single cameras belong to the event above them', () => {
  const event = of('Paris no 153/');
  expect(of('Paris no 153/100CANON/')).toBe(event);
  expect(of('Paris no 153/phone/')).toBe(event);
  expect(of('Paris no 153/NIKON D750 221/', 'NIKON D750')).toBe(event);
  expect(of('Paris no 153/Louvre/', 'NIKON D750')).not.toBe(event);
});

test('a folder that is called after a camera and has none above it is its own event', () => {
  expect(of('NIKON D750/', 'NIKON D750')).toBe('NIKON D750');
});
