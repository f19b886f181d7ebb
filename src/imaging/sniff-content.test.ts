import { describe, expect, it } from 'vitest';
import { sniffContent } from './sniff-content.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

const cases: { readonly what: string; readonly head: Buffer; readonly expected: object }[] = [
  { what: 'a JPEG', head: latin1('\xff\xd8\xff\xe1..'), expected: { kind: 'image', name: 'JPEG' } },
  { what: 'a PNG', head: latin1('\x89PNG\r\n\x1a\n....'), expected: { kind: 'image', name: 'PNG' } },
  { what: 'a WebP', head: latin1('RIFF....WEBPVP8 '), expected: { kind: 'image', name: 'WebP' } },
  { what: 'an AVIF', head: latin1('\0\0\0\x1cftypavif'), expected: { kind: 'image', name: 'AVIF' } },
  {
    what: 'a TIFF, little-endian',
    head: latin1('II*\0\x08\0\0\0'),
    expected: { kind: 'tiff', name: 'TIFF' },
  },
  { what: 'a TIFF, big-endian', head: latin1('MM\0*\0\0\0\x08'), expected: { kind: 'tiff', name: 'TIFF' } },
  { what: 'a CR2', head: latin1('II*\0\x10\0\0\0CR\x02\0'), expected: { kind: 'tiff', name: 'Canon CR2' } },
  { what: 'an RW2', head: latin1('IIU\0\x18\0\0\0'), expected: { kind: 'tiff', name: 'Panasonic RW2' } },
  { what: 'an ORF', head: latin1('IIRO\x08\0\0\0'), expected: { kind: 'raw', name: 'Olympus ORF' } },
  { what: 'a CR3', head: latin1('\0\0\0\x18ftypcrx \0'), expected: { kind: 'raw', name: 'Canon CR3' } },
  { what: 'a CRW', head: latin1('II\x1a\0\0\0HEAPCCDR'), expected: { kind: 'raw', name: 'Canon CRW' } },
  {
    what: 'a HEIC',
    head: latin1('\0\0\0\x18ftypheic'),
    expected: { reason: expect.stringContaining('HEIC') },
  },
  { what: 'a film', head: latin1('\0\0\0\x18ftypisom'), expected: { reason: 'The content is a video.' } },
  { what: 'a PDF', head: latin1('%PDF-1.7'), expected: { reason: expect.stringContaining('PDF') } },
  {
    what: 'AppleDouble',
    head: latin1('\0\x05\x16\x07\0'),
    expected: { reason: expect.stringContaining('macOS') },
  },
  {
    what: 'no bytes',
    head: Buffer.alloc(0),
    expected: { kind: 'other', reason: 'The file is empty (0 bytes).' },
  },
  { what: 'zeros', head: Buffer.alloc(512), expected: { reason: expect.stringContaining('zeros') } },
  {
    what: 'text',
    head: Buffer.from('Liebe Grüße\n'),
    expected: { reason: 'The content is text, not a picture.' },
  },
  {
    what: 'text cut inside a character',
    head: Buffer.from('aaaü').subarray(0, 4),
    expected: { reason: 'The content is text, not a picture.' },
  },
  { what: 'an SVG', head: Buffer.from('<svg>'), expected: { reason: 'The content is text, not a picture.' } },
  {
    what: 'noise',
    head: Buffer.from([1, 200, 3, 255, 0, 9]),
    expected: { reason: expect.stringContaining('no known') },
  },
];

describe('sniffContent', () => {
  for (const { what, head, expected } of cases)
    it(`knows ${what} by its first bytes`, () => expect(sniffContent(head)).toMatchObject(expected));
});
