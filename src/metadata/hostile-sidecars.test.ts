import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendKeywords } from './append-keywords.ts';
import { newSidecar } from './new-sidecar.ts';
import { MAX_DEPTH, MAX_NODES } from './xml-reader.ts';
import { XmpSidecarWriter } from './xmp-sidecar-writer.ts';

/* Sidecars that are meant to harm, or are far larger than any: they do nothing, and stay as they are. */

const DC = 'http://purl.org/dc/elements/1.1/';
const OURS = { subject: ['CK:flower'], hierarchicalSubject: ['CK|flower'] };
const plain = newSidecar({ subject: ['mine'], hierarchicalSubject: [] }).bytes!.toString();
const inside = (content: string) => plain.replace('</rdf:Description>', `${content}</rdf:Description>`);
const withDoctype = (doctype: string) => plain.replace('<x:xmpmeta', `${doctype}\n<x:xmpmeta`);
const bomb = Array.from(
  { length: 9 },
  (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
).join('');

describe('hostile sidecars', () => {
  let folder: string;
  let writer: XmpSidecarWriter;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'photo-tag-test-'));
    writer = new XmpSidecarWriter({ exiftoolProcesses: 1 });
  });
  afterAll(async () => {
    await writer.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    {
      what: 'a billion laughs',
      text: withDoctype(`<!DOCTYPE x [<!ENTITY l0 "ha">${bomb}]>`).replace('mine', '&l9;'),
      says: 'a document type',
    },
    {
      what: 'an external entity',
      text: withDoctype('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>').replace('mine', '&e;'),
      says: 'a document type',
    },
    {
      what: 'an external document type',
      text: withDoctype('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
      says: 'a document type',
    },
    {
      what: 'a document type after a byte order mark in UTF-16',
      text: withDoctype('<!DOCTYPE x>'),
      utf16: true,
      says: 'a document type',
    },
    { what: 'an entity that nobody declared', text: plain.replace('mine', '&e;'), says: 'unknown entity' },
    {
      what: 'elements nested too deep',
      text: inside('<a>'.repeat(100_000) + '</a>'.repeat(100_000)),
      says: `more than ${MAX_DEPTH} deep`,
    },
    {
      what: 'a namespace on every one of many levels',
      text: inside(`${'<a xmlns:p="urn:p">'.repeat(50_000)}${'</a>'.repeat(50_000)}`),
      says: `more than ${MAX_DEPTH} deep`,
    },
    {
      what: 'too many elements',
      text: inside(`<x:y>${'<a/>'.repeat(MAX_NODES + 1)}</x:y>`),
      says: `more than ${MAX_NODES} elements`,
    },
    {
      what: 'too many attributes',
      text: inside(`<a ${Array.from({ length: MAX_NODES + 1 }, (_, at) => `a${at}=""`).join(' ')}/>`),
      says: `more than ${MAX_NODES} elements`,
    },
    {
      what: 'a quote that never ends, often',
      text: inside('<a b="'.repeat(200_000)),
      says: 'Not well-formed',
    },
    { what: 'an unclosed comment', text: inside('<!-- '.repeat(100_000)), says: 'Not well-formed' },
    { what: 'many ampersands', text: inside('&'.repeat(1_000_000)), says: 'a bare "&"' },
    { what: 'a letter that XML does not have', text: inside('&#0;'), says: 'does not have' },
    { what: 'half a letter as a reference', text: inside('&#xD800;'), says: 'does not have' },
  ])('$what is refused and stays: $says', async ({ text, says, utf16 }) => {
    const path = join(folder, 'a.xmp');
    const bytes = utf16 ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(text);
    writeFileSync(path, bytes);
    const { mtimeMs } = statSync(path);
    const result = await writer.write({ sidecar: path, ...OURS });
    expect(result).toMatchObject({ status: 'failed', reason: expect.stringContaining(says) });
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
  });

  test('50 MB of painted masks are written, and taken back to the byte', async () => {
    const path = join(folder, 'large.xmp');
    const mask = `<rdf:li d:points="${'0f'.repeat(500_000)}" xmlns:d="urn:d"/>`;
    const bytes = Buffer.from(
      inside(`<d:masks xmlns:d="urn:d"><rdf:Seq>${mask.repeat(50)}</rdf:Seq></d:masks>`),
    );
    expect(bytes.length).toBeGreaterThan(50e6);
    writeFileSync(path, bytes);
    const result = await writer.write({ sidecar: path, ...OURS });
    expect(result.status).toBe('written');
    const trace = result.status === 'written' ? result.change.trace! : '';
    expect(trace.length).toBeLessThan(2000);
    expect(
      await writer.remove({ sidecar: path, remove: OURS, traces: [trace], deleteIfOurs: false }),
    ).toMatchObject({ status: 'written' });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('more than 64 MB are refused by their size, without reading them', async () => {
    const path = join(folder, 'huge.xmp');
    writeFileSync(path, Buffer.alloc(64 * 1024 * 1024 + 1, 32));
    expect(await writer.write({ sidecar: path, ...OURS })).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('67108865 bytes'),
    });
  });
});

describe('work grows with the size, not with its square', () => {
  test.each([
    {
      what: 'elements that declare a namespace each',
      unit: (at: number) => `<p${at}:a xmlns:p${at}="urn:${at}"/>`,
    },
    { what: 'pieces of text', unit: () => 'x<!-- -->' },
    { what: 'CDATA', unit: () => '<![CDATA[x]]>' },
    { what: 'items', unit: (at: number) => `<rdf:li>${at}</rdf:li>`, list: true },
  ])('$what', ({ unit, list }) => {
    const made = (count: number) => {
      const units = Array.from({ length: count }, (_, at) => unit(at)).join('');
      const content = list
        ? `<dc:title xmlns:dc="${DC}"><rdf:Bag>${units}</rdf:Bag></dc:title>`
        : `<x:y>${units}</x:y>`;
      return Buffer.from(inside(content));
    };
    // Not timed: with the square of 100,000 this would not end within the limit of a test.
    expect(appendKeywords(made(100_000), OURS).bytes).not.toBeNull();
  });
});
