import { describe, expect, test } from 'vitest';
import { appendKeywords } from './append-keywords.ts';
import { HIERARCHICAL_SUBJECT, SUBJECT } from './keyword-properties.ts';
import { newSidecar } from './new-sidecar.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import { findKeywordList } from './xmp-keyword-list.ts';
import { openXmpPacket } from './xmp-packet.ts';

const RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"';
const DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"';
const LR = 'xmlns:lr="http://ns.adobe.com/lightroom/1.0/"';

const packet = (rdf: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${RDF}>${rdf}</rdf:RDF></x:xmpmeta>`;
const described = (inside: string, attributes = '') =>
  packet(`<rdf:Description rdf:about="" ${DC}${attributes}>${inside}</rdf:Description>`);

const add = (text: string | Buffer, subject: string[], hierarchicalSubject: string[] = []) =>
  appendKeywords(Buffer.from(text as string), { subject, hierarchicalSubject });

const listsOf = (bytes: Buffer) => {
  const opened = openXmpPacket(bytes);
  return {
    subject: findKeywordList(opened, SUBJECT).values,
    hierarchicalSubject: findKeywordList(opened, HIERARCHICAL_SUBJECT).values,
  };
};

describe('only the insertion changes', () => {
  test.each([
    {
      form: 'a bag on lines of its own',
      before: described(
        '\n  <dc:subject>\n    <rdf:Bag>\n      <rdf:li>a</rdf:li>\n    </rdf:Bag>\n  </dc:subject>\n',
      ),
      inserted: ['\n      <rdf:li>CK:b</rdf:li>'],
    },
    {
      form: 'CRLF line ends and tabs',
      before: described(
        '\r\n\t<dc:subject>\r\n\t\t<rdf:Bag>\r\n\t\t\t<rdf:li>a</rdf:li>\r\n\t\t</rdf:Bag></dc:subject>',
      ),
      inserted: ['\r\n\t\t\t<rdf:li>CK:b</rdf:li>'],
    },
    {
      form: 'everything on one line',
      before: described('<dc:subject><rdf:Bag><rdf:li>a</rdf:li></rdf:Bag></dc:subject>'),
      inserted: ['<rdf:li>CK:b</rdf:li>'],
    },
    {
      form: 'rdf:Seq',
      before: described('<dc:subject><rdf:Seq><rdf:li>a</rdf:li></rdf:Seq></dc:subject>'),
      inserted: ['<rdf:li>CK:b</rdf:li>'],
    },
    {
      form: 'rdf:Alt with languages',
      before: described(
        '<dc:subject><rdf:Alt><rdf:li xml:lang="x-default">a</rdf:li></rdf:Alt></dc:subject>',
      ),
      inserted: ['<rdf:li>CK:b</rdf:li>'],
    },
    {
      form: 'an empty bag',
      before: described('<dc:subject><rdf:Bag></rdf:Bag></dc:subject>'),
      inserted: ['<rdf:li>CK:b</rdf:li>'],
    },
    {
      form: 'an empty bag on two lines',
      before: described('\n <dc:subject>\n  <rdf:Bag>\n  </rdf:Bag>\n </dc:subject>'),
      inserted: ['\n   <rdf:li>CK:b</rdf:li>'],
    },
    {
      form: 'a value without a bag',
      before: described('<dc:subject>a</dc:subject>'),
      inserted: ['<rdf:Bag><rdf:li>', '</rdf:li><rdf:li>CK:b</rdf:li></rdf:Bag>'],
    },
    {
      form: 'an empty property',
      before: described('<dc:subject></dc:subject>'),
      inserted: ['<rdf:Bag><rdf:li>CK:b</rdf:li></rdf:Bag>'],
    },
    {
      form: 'no property',
      before: described('\n <dc:format>x</dc:format>\n'),
      inserted: ['\n <dc:subject>\n  <rdf:Bag>\n   <rdf:li>CK:b</rdf:li>\n  </rdf:Bag>\n </dc:subject>'],
    },
    {
      form: 'no description',
      before: packet('\n'),
      inserted: [
        `<rdf:Description rdf:about="" ${DC}><dc:subject><rdf:Bag><rdf:li>CK:b</rdf:li></rdf:Bag></dc:subject></rdf:Description>`,
      ],
    },
    {
      form: 'another prefix for the namespace',
      before: packet(
        '<rdf:Description rdf:about="" xmlns:pre="http://purl.org/dc/elements/1.1/"></rdf:Description>',
      ),
      inserted: ['<pre:subject><rdf:Bag><rdf:li>CK:b</rdf:li></rdf:Bag></pre:subject>'],
    },
    {
      form: 'a namespace declared at the root',
      before: `<x:xmpmeta xmlns:x="adobe:ns:meta/" ${DC} ${RDF}><rdf:RDF><rdf:Description rdf:about=""></rdf:Description></rdf:RDF></x:xmpmeta>`,
      inserted: ['<dc:subject><rdf:Bag><rdf:li>CK:b</rdf:li></rdf:Bag></dc:subject>'],
    },
    {
      form: 'a taken prefix',
      before: packet('<rdf:Description rdf:about="" xmlns:dc="urn:other"></rdf:Description>'),
      inserted: [
        ' xmlns:dc1="http://purl.org/dc/elements/1.1/"',
        '<dc1:subject><rdf:Bag><rdf:li>CK:b</rdf:li></rdf:Bag></dc1:subject>',
      ],
    },
    {
      form: 'rdf:RDF as the root, without x:xmpmeta',
      before: `<rdf:RDF ${RDF}><rdf:Description ${DC}><dc:subject><rdf:Bag><rdf:li>a</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF>`,
      inserted: ['<rdf:li>CK:b</rdf:li>'],
    },
    {
      form: 'another prefix for rdf',
      before: `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description ${DC}></r:Description></r:RDF>`,
      inserted: ['<dc:subject><r:Bag><r:li>CK:b</r:li></r:Bag></dc:subject>'],
    },
    {
      form: 'a byte order mark, a read-only packet, padding and a mangled begin',
      before: `\ufeff<?xpacket begin="\u001a" id="W5M0MpCehiHzreSzNTczkc9d"?>${described('<dc:subject><rdf:Bag><rdf:li>é</rdf:li></rdf:Bag></dc:subject>')}\n     \n<?xpacket end='r'?>`,
      inserted: ['<rdf:li>CK:b</rdf:li>'],
    },
    {
      form: 'develop settings, foreign namespaces, comments and odd quotes',
      before: described(
        `<!-- keep -->\n<crs:ToneCurve><rdf:Seq><rdf:li>0, 0</rdf:li></rdf:Seq></crs:ToneCurve><foo:bar xmlns:foo='urn:foo' foo:baz = 'x"y'/><dc:subject><rdf:Bag><rdf:li><![CDATA[a & b]]></rdf:li></rdf:Bag></dc:subject>`,
        ' xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="+0.35"',
      ),
      inserted: ['<rdf:li>CK:b</rdf:li>'],
    },
  ])('$form', ({ before, inserted }) => {
    const { bytes, added } = add(before, ['CK:b']);
    expect(added).toEqual({ subject: ['CK:b'], hierarchicalSubject: [] });
    expect(inserted.reduce((text, piece) => text.replace(piece, ''), bytes!.toString())).toBe(before);
    expect(listsOf(bytes!).subject).toEqual([...listsOf(Buffer.from(before)).subject, 'CK:b']);
    expect(add(bytes!, ['CK:b'])).toMatchObject({
      bytes: null,
      added: { subject: [], hierarchicalSubject: [] },
    });
  });
});

describe('elements that close themselves open up', () => {
  test.each([
    { form: 'the bag', before: described('<dc:subject><rdf:Bag/></dc:subject>') },
    { form: 'the property', before: described('<dc:subject />') },
    { form: 'the description', before: packet(`\n <rdf:Description rdf:about='' ${DC} dc:format='x'/>\n`) },
    { form: 'rdf:RDF', before: `<rdf:RDF ${RDF}/>` },
  ])('$form', ({ before }) => {
    const { bytes } = add(before, ['CK:b'], ['CK|b']);
    expect(listsOf(bytes!)).toEqual({ subject: ['CK:b'], hierarchicalSubject: ['CK|b'] });
    for (const word of before.match(/[^\s<>/]+/g) ?? []) expect(bytes!.toString()).toContain(word);
  });
});

test('the attribute form becomes a bag with its value first', () => {
  const before = packet(
    `<rdf:Description rdf:about="" ${DC} dc:subject='a &quot;x&quot; ]]>' dc:format="f"/>`,
  );
  const { bytes } = add(before, ['CK:b']);
  expect(listsOf(bytes!).subject).toEqual(['a "x" ]]>', 'CK:b']);
  expect(bytes!.toString()).toContain('dc:format="f"');
  expect(add(bytes!, ['CK:b']).bytes).toBeNull();
});

test('a keyword in attribute form right after the last xmlns, with another namespace to declare', () => {
  const before = packet(`<rdf:Description ${DC} dc:subject="a"/>`);
  const { bytes } = add(before, ['CK:b'], ['CK|b']);
  expect(listsOf(bytes!)).toEqual({ subject: ['a', 'CK:b'], hierarchicalSubject: ['CK|b'] });
});

test('a bag that stands elsewhere under a node id gets the keyword', () => {
  const before = packet(
    `<rdf:Bag rdf:nodeID="n"><rdf:li>a</rdf:li></rdf:Bag><rdf:Description rdf:about="" ${DC}><dc:subject rdf:nodeID="n"/></rdf:Description>`,
  );
  expect(add(before, ['CK:b']).bytes!.toString()).toBe(
    before.replace('<rdf:li>a</rdf:li>', '<rdf:li>a</rdf:li><rdf:li>CK:b</rdf:li>'),
  );
});

describe('what is there stays', () => {
  test.each([
    { existing: ['a', 'b'], ours: ['CK:c'], expected: ['a', 'b', 'CK:c'] },
    { existing: ['z', 'CK:c', 'a'], ours: ['CK:c', 'AI:d'], expected: ['z', 'CK:c', 'a', 'AI:d'] },
    { existing: ['a', 'a', ''], ours: ['CK:c', 'CK:c'], expected: ['a', 'a', '', 'CK:c'] },
    { existing: ['Sa\u0303o'], ours: ['S\u00e3o'], expected: null },
    { existing: ['a, b'], ours: ['a'], expected: ['a, b', 'a'] },
    { existing: [], ours: ['<&>"\'', 'São 🌻'], expected: ['<&>"\'', 'São 🌻'] },
    { existing: ['a'], ours: [], expected: null },
  ])('$existing and $ours', ({ existing, ours, expected }) => {
    const items = existing.map((value) => `<rdf:li>${value}</rdf:li>`).join('');
    const { bytes } = add(described(`<dc:subject><rdf:Bag>${items}</rdf:Bag></dc:subject>`), ours);
    expect(bytes === null ? null : listsOf(bytes).subject).toEqual(expected);
  });
});

describe('what cannot be extended safely is refused', () => {
  const li = '<rdf:li>a</rdf:li>';
  const bag = `<rdf:Bag>${li}</rdf:Bag>`;
  test.each([
    { what: 'an empty file', text: '', says: 'empty' },
    { what: 'a text', text: 'Dear diary', says: 'Not well-formed' },
    { what: 'another XML file', text: '<svg xmlns="http://www.w3.org/2000/svg"/>', says: 'Not XMP' },
    { what: 'a photo', text: '\u00ff\u00d8\u00ff\u00e0', says: 'Not well-formed' },
    {
      what: 'a packet cut off',
      text: described(`<dc:subject>${bag}`).slice(0, -40),
      says: 'Not well-formed',
    },
    { what: 'a packet cut off inside a tag', text: described(bag).slice(0, 150), says: 'Not well-formed' },
    { what: 'two packets', text: packet('') + packet(''), says: 'second root' },
    {
      what: 'two rdf:RDF',
      text: `<x:xmpmeta xmlns:x="adobe:ns:meta/" ${RDF}><rdf:RDF/><rdf:RDF/></x:xmpmeta>`,
      says: 'several rdf:RDF',
    },
    {
      what: 'another encoding by its declaration',
      text: `<?xml version="1.0" encoding="ISO-8859-1"?>${described('')}`,
      says: 'ISO-8859-1',
    },
    {
      what: 'a property twice',
      text: described(`<dc:subject>${bag}</dc:subject><dc:subject/>`),
      says: 'more than once',
    },
    {
      what: 'a property as attribute and element',
      text: described(`<dc:subject>${bag}</dc:subject>`, ' dc:subject="x"'),
      says: 'more than once',
    },
    {
      what: 'a property in two descriptions',
      text: packet(
        `<rdf:Description ${DC} dc:subject="a"/><rdf:Description ${DC}><dc:subject>${bag}</dc:subject></rdf:Description>`,
      ),
      says: 'more than once',
    },
    {
      what: 'rdf:parseType',
      text: described(`<dc:subject rdf:parseType="Resource">${bag}</dc:subject>`),
      says: 'a form that cannot',
    },
    {
      what: 'a language',
      text: described('<dc:subject xml:lang="de">a</dc:subject>'),
      says: 'a form that cannot',
    },
    {
      what: 'two bags',
      text: described(`<dc:subject>${bag}${bag}</dc:subject>`),
      says: 'a form that cannot',
    },
    {
      what: 'text beside a bag',
      text: described(`<dc:subject>x${bag}</dc:subject>`),
      says: 'a form that cannot',
    },
    {
      what: 'items with structure',
      text: described('<dc:subject><rdf:Bag><rdf:li><rdf:Description/></rdf:li></rdf:Bag></dc:subject>'),
      says: 'a form that cannot',
    },
    {
      what: 'rdf:_1 items',
      text: described('<dc:subject><rdf:Bag><rdf:_1>a</rdf:_1></rdf:Bag></dc:subject>'),
      says: 'a form that cannot',
    },
    {
      what: 'a node id that nobody has',
      text: described('<dc:subject rdf:nodeID="n"/>'),
      says: 'a form that cannot',
    },
    {
      what: 'a bag that two properties share',
      text: packet(
        `<rdf:Bag rdf:nodeID="n">${li}</rdf:Bag><rdf:Description ${DC}><dc:subject rdf:nodeID="n"/><dc:type rdf:nodeID="n"/></rdf:Description>`,
      ),
      says: 'a form that cannot',
    },
    {
      what: 'a rebound rdf prefix',
      text: `<rdf:RDF ${RDF}><q:Description xmlns:q="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdf="urn:x" ${DC}></q:Description></rdf:RDF>`,
      says: 'cannot be',
    },
  ])('$what: $says', ({ text, says }) => {
    expect(() => add(text, ['CK:b'])).toThrow(SidecarRefusal);
    expect(() => add(text, ['CK:b'])).toThrow(says);
  });

  test.each([
    { what: 'UTF-16 without', bytes: Buffer.from(described(''), 'utf16le'), says: 'UTF-16' },
    {
      what: 'Latin-1',
      bytes: Buffer.from(described('<dc:format>é</dc:format>'), 'latin1'),
      says: 'not UTF-8',
    },
    { what: 'zeros', bytes: Buffer.alloc(4096), says: 'UTF-32' },
  ])('$what: $says', ({ bytes, says }) => {
    expect(() => appendKeywords(bytes, { subject: ['a'], hierarchicalSubject: [] })).toThrow(says);
  });
});

describe('a new sidecar', () => {
  test('holds our keywords and nothing else', () => {
    const keywords = { subject: ['CK:flower', 'AI:a & b', 'CK:flower'], hierarchicalSubject: ['CK|flower'] };
    const { bytes, added } = newSidecar(keywords);
    expect(added).toEqual({ subject: ['CK:flower', 'AI:a & b'], hierarchicalSubject: ['CK|flower'] });
    expect(listsOf(bytes!)).toEqual(added);
    expect(bytes!.toString()).toBe(`<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="photo-tag">
 <rdf:RDF ${RDF}>
  <rdf:Description rdf:about=""
    ${DC}
    ${LR}>
   <dc:subject>
    <rdf:Bag>
     <rdf:li>CK:flower</rdf:li>
     <rdf:li>AI:a &amp; b</rdf:li>
    </rdf:Bag>
   </dc:subject>
   <lr:hierarchicalSubject>
    <rdf:Bag>
     <rdf:li>CK|flower</rdf:li>
    </rdf:Bag>
   </lr:hierarchicalSubject>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
`);
  });

  test('is not made for no keywords', () => {
    expect(newSidecar({ subject: [], hierarchicalSubject: [] }).bytes).toBeNull();
  });

  test('declares both namespaces where Lightroom does', () => {
    expect(newSidecar({ subject: ['a'], hierarchicalSubject: [] }).bytes!.toString()).toContain(LR);
  });
});
