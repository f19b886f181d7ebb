import { describe, expect, it } from 'vitest';
import type { OwnKeyword } from './sidecar-ledger.ts';
import { isSelected, readSince, type UndoSelection } from './undo-selection.ts';

const item: OwnKeyword = {
  property: 'hierarchicalSubject',
  keyword: 'Mine|blue glass',
  layer: 'AI',
  name: 'blue glass',
  source: 'concepts',
  model: 'embedder-1',
  runId: 3,
  spelledRunId: 1,
  lastRunId: 5,
  at: '2026-05-31T12:00:00.000Z',
};

const SELECTED: { selection: UndoSelection; is: boolean }[] = [
  { selection: {}, is: true },
  { selection: { run: 3 }, is: true },
  { selection: { run: 5 }, is: true },
  { selection: { run: 4 }, is: false },
  { selection: { tag: 'blue glass' }, is: true },
  { selection: { tag: 'AI:blue glass' }, is: true },
  { selection: { tag: ' Mine|blue glass' }, is: true },
  { selection: { tag: 'CK:blue glass' }, is: false },
  { selection: { tag: 'Blue glass' }, is: false },
  { selection: { model: 'embedder-1' }, is: true },
  { selection: { model: 'embedder' }, is: false },
  { selection: { sinceMillis: Date.parse('2026-05-31T12:00:00Z') }, is: true },
  { selection: { sinceMillis: Date.parse('2026-05-31T12:00:01Z') }, is: false },
  { selection: { run: 3, tag: 'blue glass', model: 'rule' }, is: false },
];

describe('what an undo takes back', () => {
  it.each(SELECTED)('$selection: $is', ({ selection, is }) => {
    expect(isSelected(item, selection)).toBe(is);
  });
});

describe('since when', () => {
  const now = Date.parse('2026-06-01T00:00:00Z');
  const TIMES = [
    { text: '2h', millis: now - 7_200_000 },
    { text: '3d', millis: now - 259_200_000 },
    { text: '90 min', millis: now - 5_400_000 },
    { text: '2026-05-31', millis: new Date(2026, 4, 31).getTime() },
    { text: '2026-05-31T14:30', millis: new Date(2026, 4, 31, 14, 30).getTime() },
    { text: '2026-05-31 14:30:15', millis: new Date(2026, 4, 31, 14, 30, 15).getTime() },
    { text: '2026-05-31T14:30Z', millis: Date.UTC(2026, 4, 31, 14, 30) },
    { text: '2026-05-31T14:30+02:00', millis: Date.UTC(2026, 4, 31, 12, 30) },
    { text: '2026-13-01', millis: null },
    { text: '31.5.2026', millis: null },
    { text: 'yesterday', millis: null },
    { text: '', millis: null },
  ];
  it.each(TIMES)('$text', ({ text, millis }) => {
    expect(readSince(text, now)).toBe(millis);
  });
});
