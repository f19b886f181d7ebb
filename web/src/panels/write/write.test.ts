import { describe, expect, it } from 'vitest';
import type { JournalRuns, WriteState } from '../../api/wire.ts';
import { choiceOf, mayApply, partsOf } from './job.ts';
import { commandOf, runsShown } from './runs.ts';
import { apply, cancel, compare, redoMarked, undoMarked, type WriteContext } from './write-deeds.ts';

const JOB: WriteState = {
  id: 1,
  kind: 'write',
  dryRun: true,
  reviewed: false,
  again: false,
  photos: null,
  of: null,
  state: 'done',
  folders: { done: 1, total: 1 },
  through: null,
  sidecars: 3,
  whole: 1,
  unchanged: 0,
  undone: 0,
  takenOut: 0,
  reasons: [],
  runId: null,
  problem: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: '2026-01-01T00:00:01.000Z',
};
const PROPOSED = { reviewed: false, again: false };

describe('what was compared', () => {
  it.each<{ what: string; job: WriteState | null; is: boolean }>([
    { what: 'nothing', job: null, is: false },
    { what: 'all of it', job: JOB, is: true },
    { what: 'another choice', job: { ...JOB, reviewed: true }, is: false },
    { what: 'with what was taken out', job: { ...JOB, again: true }, is: false },
    { what: 'some photos', job: { ...JOB, photos: 3 }, is: false },
    { what: 'not to its end', job: { ...JOB, state: 'cancelled' }, is: false },
    { what: 'nothing to change', job: { ...JOB, sidecars: 0 }, is: false },
    { what: 'a write, which is no comparison', job: { ...JOB, dryRun: false, runId: 4 }, is: false },
    { what: 'an undo of a run', job: { ...JOB, kind: 'undo', of: 4 }, is: true },
    { what: 'an undo by tag', job: { ...JOB, kind: 'undo' }, is: false },
    { what: 'a redo', job: { ...JOB, kind: 'redo', of: 5 }, is: true },
  ])('$what may be done: $is', ({ job, is }) => {
    expect(mayApply(job, PROPOSED)).toBe(is);
  });

  it('is chosen again after a reload', () => {
    expect(choiceOf({ ...JOB, reviewed: true, again: true })).toEqual({ reviewed: true, again: true });
    expect(choiceOf({ ...JOB, kind: 'undo', of: 1 })).toEqual(PROPOSED);
    expect(choiceOf(null)).toEqual(PROPOSED);
  });
});

type Row = JournalRuns['rows'][number];
const row = (id: number, kind: string, rest: Partial<Row> = {}): Row => ({
  id,
  kind,
  command: 'page: write',
  of: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  sidecars: 2,
  ...rest,
});

describe('earlier runs', () => {
  it('stand with the newest first, each with its way back', () => {
    const shown = runsShown([
      row(1, 'write'),
      row(2, 'undo'),
      row(3, 'redo', { of: 2 }),
      row(4, 'undo'),
      row(5, 'vocabulary'),
      row(6, 'bring-home'),
      row(7, 'write', { sidecars: 0 }),
    ]);
    expect(shown.map(({ id, back, redoneBy }) => [id, back, redoneBy])).toEqual([
      [7, null, null],
      [6, 'moved', null],
      [5, 'config', null],
      [4, 'redo', null],
      [3, 'undo', null],
      [2, null, 3],
      [1, 'undo', null],
    ]);
  });

  it('show the command where it was typed', () => {
    expect(commandOf(row(1, 'write'))).toBeNull();
    expect(commandOf(row(1, 'write', { command: 'write --apply' }))).toBe('photo-tag write --apply');
  });
});

describe('the deeds of writing', () => {
  const context = (rest: Partial<WriteContext> = {}): WriteContext => ({
    job: JOB,
    lost: null,
    choice: PROPOSED,
    isRunning: false,
    isAsking: false,
    runs: runsShown([row(1, 'write'), row(2, 'undo')]),
    marked: 0,
    showsPaths: false,
    choose: () => undefined,
    compare: () => undefined,
    confirm: () => undefined,
    cancel: () => undefined,
    mark: () => undefined,
    takeBack: () => undefined,
    showPaths: () => undefined,
    getAudit: () => undefined,
    ...rest,
  });
  const allowed = (rest?: Partial<WriteContext>) =>
    [compare, apply, cancel, undoMarked, redoMarked]
      .filter((deed) => deed.isAllowed(context(rest)))
      .map(({ id }) => id);

  it.each<{ when: string; rest: Partial<WriteContext>; are: string[] }>([
    { when: 'after a comparison', rest: {}, are: ['compare', 'apply', 'redo-marked'] },
    { when: 'before any', rest: { job: null }, are: ['compare', 'redo-marked'] },
    { when: 'with a run at work', rest: { isRunning: true }, are: ['compare', 'redo-marked'] },
    { when: 'with a write marked', rest: { marked: 1 }, are: ['compare', 'apply', 'undo-marked'] },
    { when: 'at work', rest: { job: { ...JOB, state: 'running', endedAt: null } }, are: ['cancel'] },
    { when: 'stopping', rest: { job: { ...JOB, state: 'cancelling', endedAt: null } }, are: [] },
    { when: 'asking', rest: { isAsking: true }, are: [] },
  ])('$when: $are', ({ rest, are }) => {
    expect(allowed(rest)).toEqual(are);
  });
});

it.each([
  { path: '/photos/2014 Rio/IMG_1.jpg.xmp', is: { name: 'IMG_1.jpg.xmp', folder: '/photos/2014 Rio' } },
  { path: 'C:\\Photos\\IMG_1.xmp', is: { name: 'IMG_1.xmp', folder: 'C:\\Photos' } },
  { path: 'IMG_1.xmp', is: { name: 'IMG_1.xmp', folder: '' } },
])('the file name of $path', ({ path, is }) => {
  expect(partsOf(path)).toEqual(is);
});
