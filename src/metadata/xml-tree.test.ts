import { describe, expect, test } from 'vitest';
import { SidecarRefusal } from './sidecar-refusal.ts';
import { parseXml } from './xml-reader.ts';
import { attributeNamed, decodeText, encodeText, isNamed, textOf } from './xml-tree.ts';

const view = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

describe('positions', () => {
  test('of elements, attributes and texts are those of the bytes', () => {
    const text = view(`<?p é?><a x='é'>né<b y = "1"/><!-- c --><![CDATA[<&]]></a >\n`);
    const root = parseXml(text, 0);
    const [b] = root.children;
    expect(text.slice(root.start, root.contentStart)).toBe(view(`<a x='é'>`));
    expect(text.slice(root.contentEnd, root.end)).toBe('</a >');
    expect(text.slice(b!.start, b!.end)).toBe('<b y = "1"/>');
    expect(b).toMatchObject({ selfClosing: true, parent: root });
    expect(text.slice(b!.attributes[0]!.start, b!.attributes[0]!.end)).toBe('y = "1"');
    expect(textOf(root, text)).toBe('né<&');
  });

  test('names are found by namespace, whatever the prefix', () => {
    const text = '<p:a xmlns:p="urn:1" p:x="1" x="2"><p:a xmlns:p="urn:2"/><a xmlns="urn:1"/></p:a>';
    const root = parseXml(text, 0);
    expect(isNamed(root, 'urn:1', 'a')).toBe(true);
    expect(root.children.map((child) => isNamed(child, 'urn:1', 'a'))).toEqual([false, true]);
    expect(attributeNamed(root, 'urn:1', 'x')?.raw).toBe('1');
    expect(attributeNamed(root, 'urn:2', 'x')).toBeUndefined();
  });
});

describe('well-formed documents are read', () => {
  test.each([
    '<a/>',
    '<a></a>',
    '\r\n<?xml version="1.0"?>\n<!-- - --><a>\n</a>\t<?xpacket end="w"?>\n',
    '<a b="&#xe9;&#233;&amp;&quot;">&lt;]] ></a>',
    '<é:a xmlns:é="u"/>',
    '<a xml:lang="de"/>',
    `<a b='"' c="'"/>`,
  ])('%j', (text) => {
    expect(parseXml(view(text), 0).parent).toBeNull();
  });
});

describe('everything else is refused with the line', () => {
  test.each([
    { text: '', says: 'no element' },
    { text: 'hello', says: 'text before the first element' },
    { text: '<a>', says: '<a> is not closed' },
    { text: '<a><b></a>', says: '</a> closes <b>' },
    { text: '<a/><b/>', says: 'a second root element' },
    { text: '<a/>x', says: 'text after the last element' },
    { text: '<a/>\n\n</a>', says: 'line 3: a misplaced' },
    { text: '<a b="1" b="2"/>', says: 'the attribute b stands twice' },
    { text: '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>', says: 'the attribute q:b stands twice' },
    { text: '<a xmlns:p="u" xmlns:p="v"/>', says: 'the attribute xmlns:p stands twice' },
    { text: '<a b=1/>', says: 'misspelled attribute' },
    { text: '<a b="1"c="2"/>', says: 'misspelled attribute' },
    { text: '<a b="<"/>', says: 'misspelled attribute' },
    { text: '<a b="1', says: 'the file is cut off' },
    { text: '<a>Rock & Roll</a>', says: 'a bare "&"' },
    { text: '<a>&nbsp;</a>', says: 'unknown entity' },
    { text: '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', says: 'a document type' },
    { text: '<p:a/>', says: '"p:" has no namespace' },
    { text: '<a p:b="1"/>', says: '"p:" has no namespace' },
    { text: '<a><!-- </a>', says: '"<!--" is not closed' },
    { text: '<a>\u0000</a>', says: 'a control character' },
    { text: '<a>]]></a>', says: '"]]>" in text' },
    { text: '<1/>', says: 'misspelled tag' },
    { text: '< a/>', says: 'misspelled tag' },
  ])('$text: $says', ({ text, says }) => {
    expect(() => parseXml(text, 0)).toThrow(SidecarRefusal);
    expect(() => parseXml(text, 0)).toThrow(says);
  });
});

test.each(['a', '<&>"\'', 'São 🌻', ']]>', '&amp;'])('%s survives encoding and decoding', (value) => {
  expect(decodeText(encodeText(value))).toBe(value);
});
