import { describe, expect, it } from 'vitest';
import { shiftText, wallMillis } from '../../format/shift.ts';
import { DICTIONARY } from '../../words/index.ts';
import { newDraft, orderOf, shiftOf } from './draft.ts';
import { addressOf, conditionsOf, NO_FILTER, readFilter, readRun } from './filter.ts';

describe('the address of the panel', () => {
  it.each([
    { search: '', filter: NO_FILTER },
    {
      search: '?view=photos&kind=undated&trust=0.5',
      filter: { ...NO_FILTER, view: 'photos', kind: 'undated', trust: '0.5' },
    },
    { search: '?state=all&camera=EOS+5D', filter: { ...NO_FILTER, state: 'all', camera: 'EOS 5D' } },
    { search: '?state=whatever&trust=7&view=%00', filter: NO_FILTER },
  ] as const)('$search is read, and written the same', ({ search, filter }) => {
    expect(readFilter(search)).toEqual(filter);
    expect(readFilter(addressOf(filter))).toEqual(filter);
  });

  it('names the run that is open, and nothing else by its name', () => {
    expect(readRun(addressOf(NO_FILTER, 'r0123456789'))).toBe('r0123456789');
    expect(readRun('?run=../etc')).toBeNull();
    expect(conditionsOf({ ...NO_FILTER, camera: 'EOS', state: 'all' })).toBe(2);
  });
});

describe('a shift', () => {
  it.each([
    { millis: 0, says: 'not shifted' },
    { millis: 5.5 * 3_600_000, says: '+5 h 30 min' },
    { millis: -86_400_000, says: '−1 day' },
    { from: '2000-01-01T00:05:00', to: '2008-07-05T14:30:00', says: '+8 years 186 days 14 h 25 min' },
    { from: '2008-02-29T12:00:00', to: '2007-02-28T12:00:00', says: '−1 year' },
  ])('of $millis $from $to reads $says', ({ millis, from = '2000-01-01T00:00:00', to, says }) => {
    const start = wallMillis(from);
    const shift = millis ?? wallMillis(to!) - start;
    expect(shiftText(shift, start, DICTIONARY.en.dates)).toBe(says);
  });

  it.each([
    { fields: { sign: '+', years: '8', days: '', hours: '5', minutes: '30' }, by: '+8y5h30m' },
    { fields: { sign: '-', years: '', days: '1', hours: '', minutes: '' }, by: '-1d' },
    { fields: { sign: '+', years: '', days: '', hours: '0', minutes: '' }, by: null },
    { fields: { sign: '+', years: '', days: '1.5', hours: '', minutes: '' }, by: null },
  ] as const)('of $fields is asked for as $by', ({ fields, by }) => {
    expect(shiftOf(fields)).toBe(by);
  });
});

it('asks for what was typed, for the run or for a folder, and for nothing while it is unfinished', () => {
  const own = { runs: ['r0123456789'] };
  const draft = { ...newDraft('set', ''), set: '1998-12' };
  expect(orderOf(draft, own, null)).toEqual({ of: own, deed: { kind: 'set', to: '1998-12' } });
  const folder = { kind: 'folder', path: '/p/box', sample: 'a'.repeat(40) } as const;
  expect(orderOf({ ...draft, target: folder }, own, null)?.of).toEqual({ folderOf: folder.sample });
  expect(orderOf({ ...draft, set: '199' }, own, null)).toBeNull();
  const at = newDraft('at', '2008-07-05T14:30');
  expect(orderOf(at, own, null)).toBeNull();
  expect(orderOf(at, own, 'b'.repeat(40))?.deed).toEqual({
    kind: 'set',
    to: '2008-07-05T14:30',
    photo: 'b'.repeat(40),
  });
});
