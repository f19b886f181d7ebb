import { expect, it } from 'vitest';
import { readDeed, type TypedDeed } from './read-deed.ts';

it.each([
  { typed: { targets: [] }, expected: null },
  { typed: { targets: ['r1234'] }, expected: null },
  { typed: { accept: true, targets: ['all'] }, expected: { deed: { kind: 'accept' }, targets: ['all'] } },
  { typed: { keep: true, targets: ['a', 'b'] }, expected: { deed: { kind: 'keep' }, targets: ['a', 'b'] } },
  { typed: { shift: '-1d', targets: ['a'] }, expected: { deed: { kind: 'shift' }, targets: ['a'] } },
  { typed: { shift: 'a', targets: ['+1d'] }, expected: { deed: { kind: 'shift' }, targets: ['a'] } },
  { typed: { set: 'Rio', targets: ['2008'] }, expected: { deed: { kind: 'set' }, targets: ['Rio'] } },
  { typed: { set: '2008', targets: ['2009'] }, expected: { deed: { kind: 'set' }, targets: ['2009'] } },
])('reads $typed', ({ typed, expected }) => {
  const read = readDeed(typed);
  if (expected === null) expect(read).toBeNull();
  else expect(read).toMatchObject(expected);
});

it.each([
  { typed: { accept: true, targets: [] }, says: '--accept needs a run or a folder' },
  { typed: { shift: '+1d', targets: [] }, says: 'needs a run or a folder' },
  { typed: { shift: '5 hours', targets: ['a'] }, says: '“5 hours” is no shift of a clock' },
  { typed: { set: '2008-02-30', targets: ['a'] }, says: '“2008-02-30” is no time' },
] as { typed: TypedDeed; says: string }[])('refuses $typed', ({ typed, says }) => {
  expect(() => readDeed(typed)).toThrow(says);
});
