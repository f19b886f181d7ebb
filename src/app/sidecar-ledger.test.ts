import { describe, expect, it } from 'vitest';
import type { JournalDeed, JournalTag } from '../domain/sidecar-journal.ts';
import type { KeywordLists } from '../metadata/sidecar-writer.ts';
import type { JournalRow } from '../store/store.ts';
import {
  compareWithLedger,
  isHeld,
  journalTags,
  ledgerOf,
  listsOf,
  rejectedTags,
  tagsWithin,
} from './sidecar-ledger.ts';

const tag = (name: string, runId = 1): JournalTag => ({
  ...{ layer: 'CK', name, source: 'measured', model: 'rule', runId },
  ...{ subject: `CK:${name}`, hierarchicalSubject: `CK|${name}` },
});

let id = 0;
const row = (deed: JournalDeed, names: string[], changes: Partial<JournalRow> = {}): JournalRow => ({
  ...{ id: ++id, runId: 1, deed, original: '/a.jpg', sha1: 'photo', sidecar: '/a.jpg.xmp', whole: false },
  ...{
    tags: names.map((name) => tag(name)),
    trace: null,
    sha1Before: null,
    sha1After: null,
    at: '2026-01-01',
  },
  ...changes,
});

const lists = (subject: string[], paths = subject): KeywordLists => ({
  subject: subject.map((name) => `CK:${name}`),
  hierarchicalSubject: paths.map((name) => `CK|${name}`),
});
const names = (items: readonly { name: string }[]) => [...new Set(items.map((item) => item.name))];
const flatForm = ({ layer, name }: { layer: string; name: string }) => `${layer}:${name}`;

describe('the ledger of a sidecar', () => {
  const HISTORIES = [
    { title: 'nothing', rows: [], own: [], isOurs: false },
    { title: 'what was added', rows: [row('added', ['sea', 'fog'])], own: ['sea', 'fog'], isOurs: false },
    {
      title: 'what was added and not taken back',
      rows: [row('added', ['sea', 'fog'], { whole: true }), row('removed', ['sea'])],
      own: ['fog'],
      isOurs: true,
    },
    {
      title: 'nothing of a sidecar that was removed',
      rows: [row('added', ['sea'], { whole: true }), row('removed', ['sea'], { whole: true })],
      own: [],
      isOurs: false,
    },
    {
      title: 'nothing of before where it was made anew',
      rows: [row('added', ['sea', 'fog']), row('added', ['sea'], { whole: true })],
      own: ['sea'],
      isOurs: true,
    },
    {
      title: 'what was written again after it was lost',
      rows: [row('added', ['sea', 'fog']), row('lost', ['sea', 'fog']), row('added', ['fog'])],
      own: ['fog'],
      isOurs: false,
    },
  ];
  it.each(HISTORIES)('holds $title', ({ rows, own, isOurs }) => {
    const ledger = ledgerOf(rows);
    expect(names(ledger.own)).toEqual(own);
    expect(ledger.isOurs).toBe(isOurs);
  });

  it('gives traces newest first, as long as anything of ours stands there', () => {
    const [first, second] = [row('added', ['sea'], { trace: '1' }), row('added', ['fog'], { trace: '2' })];
    expect(ledgerOf([first, second, row('removed', ['sea'])]).traces).toEqual(['2', '1']);
    expect(ledgerOf([first, row('removed', ['sea']), second]).traces).toEqual(['2']);
  });

  it('knows former contents, and not the last one', () => {
    const history = [
      row('added', ['sea'], { sha1Before: 'x', sha1After: 'y' }),
      row('added', ['fog'], { sha1Before: 'y', sha1After: 'z' }),
    ];
    expect([...ledgerOf(history).formerBytes]).toEqual(['x', 'y']);
    expect(ledgerOf(history).lastBytes).toBe('z');
  });
});

describe('what became of our keywords', () => {
  const COMPARED = [
    { title: 'as we left it', holds: lists(['sea', 'fog', 'dawn']), takenOut: [], lost: [], rejected: [] },
    {
      title: 'in another order',
      holds: lists(['dawn', 'x', 'fog', 'sea']),
      takenOut: [],
      lost: [],
      rejected: [],
    },
    { title: 'one gone', holds: lists(['sea', 'fog']), takenOut: ['dawn'], lost: [], rejected: ['dawn'] },
    {
      title: 'two of three gone',
      holds: lists(['fog']),
      takenOut: ['sea', 'dawn'],
      lost: [],
      rejected: ['sea', 'dawn'],
    },
    { title: 'all gone', holds: lists([]), takenOut: [], lost: ['sea', 'fog', 'dawn'], rejected: [] },
    { title: 'no sidecar', holds: null, takenOut: [], lost: ['sea', 'fog', 'dawn'], rejected: [] },
    {
      title: 'one gone from the hierarchy alone',
      holds: lists(['sea', 'fog', 'dawn'], ['sea', 'fog']),
      takenOut: ['dawn'],
      lost: [],
      rejected: [],
    },
    {
      title: 'one gone from dc:subject alone',
      holds: lists(['sea', 'fog'], ['sea', 'fog', 'dawn']),
      takenOut: ['dawn'],
      lost: [],
      rejected: ['dawn'],
    },
    {
      title: 'the hierarchy gone as a whole',
      holds: lists(['sea', 'fog', 'dawn'], []),
      takenOut: [],
      lost: ['sea', 'fog', 'dawn'],
      rejected: [],
    },
    {
      title: 'dc:subject replaced as a whole, and one gone from the hierarchy',
      holds: lists(['theirs'], ['sea', 'fog']),
      takenOut: ['dawn'],
      lost: ['sea', 'fog', 'dawn'],
      rejected: [],
    },
  ];
  it.each(COMPARED)('$title', ({ holds, takenOut, lost, rejected }) => {
    const found = compareWithLedger(ledgerOf([row('added', ['sea', 'fog', 'dawn'])]), holds, false);
    expect(names(found.takenOut)).toEqual(takenOut);
    expect(names(found.lost)).toEqual(lost);
    expect(names(rejectedTags(found, holds, flatForm))).toEqual(rejected);
  });

  it('a former content is a backup that was put back: nothing is rejected', () => {
    const found = compareWithLedger(ledgerOf([row('added', ['sea', 'fog'])]), lists(['sea']), true);
    expect(found).toMatchObject({ takenOut: [], sidecarGone: false });
    expect(names(found.lost)).toEqual(['fog']);
  });

  it('the only keyword of ours that is gone was meant', () => {
    const found = compareWithLedger(ledgerOf([row('added', ['sea'])]), lists(['theirs']), false);
    expect(names(rejectedTags(found, lists(['theirs']), flatForm))).toEqual(['sea']);
  });

  it('compares as keywords are compared: Unicode forms and white space do not matter', () => {
    const holds = { subject: ['CK:cafe\u0301  bar '] };
    expect(isHeld(holds, { property: 'subject', keyword: 'CK:caf\u00e9 bar' })).toBe(true);
    expect(isHeld(holds, { property: 'subject', keyword: 'CK:Caf\u00e9 bar' })).toBe(false);
  });
});

describe('tags of the journal', () => {
  it('come back from the items of a ledger', () => {
    expect(journalTags(ledgerOf([row('added', ['sea', 'fog'])]).own)).toEqual([tag('sea'), tag('fog')]);
  });

  it('are narrowed to what lists name', () => {
    const tags = [tag('sea'), tag('fog')];
    const { hierarchicalSubject: _, ...flat } = tag('sea');
    expect(tagsWithin(tags, { subject: ['CK:sea'] })).toEqual([flat]);
    expect(tagsWithin(tags, listsOf(tags))).toEqual(tags);
  });
});
