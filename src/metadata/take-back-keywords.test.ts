import { describe, expect, test } from 'vitest';
import { newSidecar } from './new-sidecar.ts';
import { prepareChange } from './sidecar-change.ts';
import type { KeywordLists } from './sidecar-writer.ts';

const DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"';
const RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"';
const sidecar = '/a.xmp';
const OURS = { subject: ['CK:a', 'CK:b'], hierarchicalSubject: ['CK|a', 'CK|b'], tagsList: ['CK/a', 'CK/b'] };

const described = (inside: string, attributes = '') =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/">\n <rdf:RDF ${RDF}>\n  <rdf:Description rdf:about=""${attributes}>${inside}</rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>`;
const listed = (kind: string, ...items: string[]) =>
  `<dc:subject ${DC}><rdf:${kind}>${items.map((item) => `<rdf:li>${item}</rdf:li>`).join('')}</rdf:${kind}></dc:subject>`;

function add(before: Buffer | null, keywords: KeywordLists): { bytes: Buffer; trace: string } {
  const { bytes, change } = prepareChange(before, {
    sidecar,
    subject: keywords.subject ?? [],
    hierarchicalSubject: keywords.hierarchicalSubject ?? [],
    ...(keywords.tagsList && { tagsList: keywords.tagsList }),
  });
  return { bytes: bytes!, trace: change.trace! };
}

const take = (bytes: Buffer, remove: KeywordLists, traces: readonly string[], deleteIfOurs = false) =>
  prepareChange(bytes, { sidecar, remove, traces, deleteIfOurs });

const FORMS = [
  { form: 'no list', text: described('\n   <a:b xmlns:a="urn:a"/>\n  ') },
  { form: 'a bag', text: described(listed('Bag', 'x')) },
  { form: 'a Seq', text: described(listed('Seq', 'x', 'CK:a')) },
  { form: 'an empty bag', text: described(`<dc:subject ${DC}>\n <rdf:Bag/>\n</dc:subject>`) },
  { form: 'a value without a list', text: described(`<dc:subject ${DC}>x &amp; y</dc:subject>`) },
  { form: 'an attribute', text: described('', ` ${DC}\n   dc:subject='x "y"'`) },
  { form: 'an element that closes itself', text: described('').replace('></rdf:Description>', '/>') },
  { form: 'no description', text: described('').replace(/<rdf:Desc.*?<\/rdf:Description>/, '') },
  { form: 'Windows line ends', text: described(`\n${listed('Bag', 'é')}\n`).replaceAll('\n', '\r\n') },
];
const ENCODINGS = [
  { encoding: 'UTF-8', encode: (text: string) => Buffer.from(text) },
  { encoding: 'UTF-8 with a mark', encode: (text: string) => Buffer.from(`\ufeff${text}`) },
  { encoding: 'UTF-16 LE', encode: (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le') },
  { encoding: 'UTF-16 BE', encode: (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16() },
];

describe('taking back gives the bytes before', () => {
  const cases = FORMS.flatMap((form) => ENCODINGS.map((encoding) => ({ ...form, ...encoding })));
  test.each(cases)('$form in $encoding', ({ text, encode }) => {
    const before = encode(text);
    const first = add(before, { subject: ['CK:a'], hierarchicalSubject: ['CK|a'] });
    const second = add(first.bytes ?? before, OURS);
    const traces = [first.trace, second.trace].filter((trace) => trace !== null);
    const back = take(second.bytes, OURS, traces);
    // A keyword that was there before is not ours by the traces, but is asked for: it stays where nobody says it is.
    const had = text.includes('CK:a');
    if (had) expect(back.change.remove.subject).toEqual(['CK:a', 'CK:b']);
    else expect(back.bytes!.equals(before)).toBe(true);
  });

  test('one run after the other, and in any order, the rest stays', () => {
    const before = Buffer.from(described(listed('Bag', 'x')));
    const first = add(before, { subject: ['CK:a'] });
    const second = add(first.bytes, { subject: ['AI:b'] });
    const without = take(second.bytes, { subject: ['CK:a'] }, [first.trace, second.trace]);
    expect(without.bytes!.toString()).toBe(described(listed('Bag', 'x', 'AI:b')));
    const traces = [first.trace, second.trace, without.change.trace!];
    expect(take(without.bytes!, { subject: ['AI:b'] }, traces).bytes!.equals(before)).toBe(true);
  });

  test('a second write after an undo is the first again', () => {
    const before = Buffer.from(described(listed('Bag', 'x')));
    const first = add(before, OURS);
    const back = take(first.bytes, OURS, [first.trace]);
    expect(add(back.bytes!, OURS).bytes.equals(first.bytes)).toBe(true);
  });
});

describe('a sidecar that we made', () => {
  test.each([
    { deleteIfOurs: true, deletes: true },
    { deleteIfOurs: false, deletes: false },
  ])('goes where that is asked: $deleteIfOurs', ({ deleteIfOurs, deletes }) => {
    const made = add(null, OURS);
    const { change, bytes } = take(made.bytes, OURS, [made.trace], deleteIfOurs);
    expect(change).toMatchObject({ deletes, remove: OURS });
    expect(bytes === null).toBe(deletes);
  });

  test('stays for a keyword that is to stay, and for what another program put in', () => {
    const made = add(null, OURS);
    const some = take(made.bytes, { subject: ['CK:a'] }, [made.trace], true);
    expect(some.change.deletes).toBe(false);
    expect(some.bytes!.toString()).toContain('CK:b');
    const rated = Buffer.from(made.bytes.toString().replace('rdf:about=""', 'rdf:about="" x:rating="5"'));
    const rest = take(rated, OURS, [made.trace], true);
    expect(rest.change.deletes).toBe(false);
    expect(rest.bytes!.toString()).toContain('x:rating="5"');
    expect(rest.bytes!.toString()).not.toMatch(/CK|dc:subject>|TagsList>/);
  });
});

describe('where another program saved since', () => {
  const before = Buffer.from(described(listed('Bag', 'x')));
  const ours = add(before, { subject: ['CK:a', 'CK:b'] });
  test.each([
    {
      what: 'order and a new item',
      now: listed('Bag', 'CK:b', 'new', 'CK:a', 'x'),
      left: listed('Bag', 'new', 'x'),
    },
    { what: 'one of ours is gone', now: listed('Bag', 'x', 'CK:b'), left: listed('Bag', 'x') },
    { what: 'a Seq instead', now: listed('Seq', 'CK:a', 'x'), left: listed('Seq', 'x') },
    { what: 'all others are gone', now: listed('Bag', 'CK:a', 'CK:b'), left: listed('Bag') },
    {
      what: 'one value without a list',
      now: `<dc:subject ${DC}>CK:a</dc:subject>`,
      left: `<dc:subject ${DC}></dc:subject>`,
    },
  ])('$what', ({ now, left }) => {
    const theirs = Buffer.from(described(now));
    const { bytes } = take(theirs, { subject: ['CK:a', 'CK:b'] }, [ours.trace]);
    expect(bytes!.toString()).toBe(described(left));
  });

  test('a list that we made goes with its last keyword', () => {
    const made = add(Buffer.from(described('')), { subject: ['CK:a'] });
    const theirs = Buffer.from(made.bytes.toString().replace('rdf:about=""', "rdf:about='' x:y='1'"));
    expect(take(theirs, { subject: ['CK:a'] }, [made.trace]).bytes!.toString()).not.toContain('subject>');
  });

  test('nothing of ours there: nothing to do', () => {
    const { bytes, change } = take(Buffer.from(described(listed('Bag', 'x'))), OURS, [
      ours.trace,
      'odd',
      '{}',
    ]);
    expect(bytes).toBeNull();
    expect(change).toMatchObject({
      remove: { subject: [], hierarchicalSubject: [] },
      holds: { subject: ['x'] },
    });
  });

  test('no sidecar any more: nothing to do', () => {
    expect(
      prepareChange(null, { sidecar, remove: OURS, traces: [ours.trace], deleteIfOurs: true }),
    ).toMatchObject({
      bytes: null,
      change: { deletes: false, holds: null },
    });
  });
});

test('a new sidecar declares digiKam only where it is asked for', () => {
  expect(newSidecar({ subject: ['a'] }).bytes!.toString()).not.toContain('digikam');
  expect(newSidecar({ tagsList: ['CK/a'] }).bytes!.toString()).toMatch(/<digiKam:TagsList>\s*<rdf:Seq>/);
});
