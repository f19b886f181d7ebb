import { afterAll, describe, expect, test } from 'vitest';
import { appendKeywords } from './append-keywords.ts';
import { compareListed, ExiftoolCheck } from './exiftool-check.ts';
import { newSidecar } from './new-sidecar.ts';

const NOTHING = { subject: [], hierarchicalSubject: [] };
const ADDED = { subject: ['CK:a', 'CK:b'], hierarchicalSubject: ['CK|a'] };

describe('what counts as a loss', () => {
  const SUBJECT = 'XMP-dc:Subject';
  const PATHS = 'XMP-lr:HierarchicalSubject';
  test.each([
    { before: {}, after: {}, added: NOTHING, loss: null },
    {
      before: { [SUBJECT]: 'x' },
      after: { [SUBJECT]: ['x', 'CK:a', 'CK:b'], [PATHS]: 'CK|a' },
      added: ADDED,
      loss: null,
    },
    {
      before: { [SUBJECT]: '' },
      after: { [SUBJECT]: ['CK:a', 'CK:b'], [PATHS]: 'CK|a' },
      added: ADDED,
      loss: null,
    },
    { before: { [SUBJECT]: ['x', 'y'] }, after: { [SUBJECT]: ['y', 'x'] }, added: NOTHING, loss: SUBJECT },
    { before: { [SUBJECT]: ['x', 'y'] }, after: { [SUBJECT]: ['x'] }, added: NOTHING, loss: SUBJECT },
    { before: {}, after: { [SUBJECT]: ['CK:a'] }, added: NOTHING, loss: SUBJECT },
    { before: { 'XMP-crs:Exposure2012': '1' }, after: {}, added: NOTHING, loss: 'XMP-crs:Exposure2012' },
    { before: {}, after: { 'XMP-dc:Title': 'x' }, added: NOTHING, loss: 'XMP-dc:Title' },
    { before: {}, after: { 'ExifTool:Warning': 'odd' }, added: NOTHING, loss: 'ExifTool:Warning' },
    { before: { 'System:FileSize': '1' }, after: { 'System:FileSize': '2' }, added: NOTHING, loss: null },
    { before: { a: { b: ['1'] } }, after: { a: { b: ['2'] } }, added: NOTHING, loss: 'a' },
    {
      before: { 'ExifTool:Error': 'Bad' },
      after: { 'ExifTool:Error': 'Bad' },
      added: NOTHING,
      loss: 'cannot read',
    },
  ])('from $before to $after: $loss', ({ before, after, added, loss }) => {
    const found = compareListed(before, after, added);
    if (loss === null) expect(found).toBeNull();
    else expect(found).toContain(loss);
  });
});

describe('with exiftool itself', () => {
  const check = new ExiftoolCheck(1);
  afterAll(() => check.close());

  const listTwice = Buffer.from(
    newSidecar({ subject: ['a'], hierarchicalSubject: [] })
      .bytes!.toString()
      .replace('<dc:subject>', '<dc:creator><rdf:Seq><rdf:li>1</rdf:li></rdf:Seq></dc:creator><dc:subject>')
      .replace(
        '</rdf:RDF>',
        `<rdf:Description rdf:about=""
        xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>2</rdf:li><rdf:li>3</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF>`,
      ),
  );
  const plain = newSidecar({ subject: ['a', '007', '1.10'], hierarchicalSubject: [] }).bytes!;

  test.each([
    { what: 'a sidecar with numbers as keywords', before: plain },
    { what: 'a sidecar with another list twice', before: listTwice },
    { what: 'a new sidecar', before: null },
  ])('$what passes', async ({ before }) => {
    const { bytes, added } = before === null ? newSidecar(ADDED) : appendKeywords(before, ADDED);
    expect(await check.findLoss(before, bytes!, added)).toBeNull();
  });

  test('a lost, a changed and an unannounced property are found', async () => {
    const { bytes, added } = appendKeywords(plain, ADDED);
    const spoiled = (from: string, to: string) => Buffer.from(bytes!.toString().replace(from, to));
    expect(await check.findLoss(plain, spoiled('<rdf:li>007</rdf:li>', ''), added)).toContain(
      'XMP-dc:Subject',
    );
    expect(await check.findLoss(plain, spoiled('>1.10<', '>1.1<'), added)).toContain('XMP-dc:Subject');
    expect(await check.findLoss(plain, spoiled('x:xmptk="photo-tag"', ''), added)).toContain('XMPToolkit');
    expect(await check.findLoss(plain, bytes!, NOTHING)).toContain('XMP-dc:Subject');
  });
});
