import { isUtf8 } from 'node:buffer';
import { SAVE_AGAIN, SidecarRefusal } from './sidecar-refusal.ts';

/** How a sidecar's bytes are letters. UTF-16 always with its byte order mark (XML 1.0, 4.3.3, demands it). */
export type XmpEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface DecodedSidecar {
  /** Latin-1 view of the text in UTF-8, with the byte order mark where there is one. */
  readonly text: string;
  readonly encoding: XmpEncoding;
}

export const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/**
 * Every text has one spelling in UTF-8 and one in UTF-16, so a sidecar in UTF-16 is edited as UTF-8 and turned back:
 * what was not edited comes out as it went in.
 *
 * @throws SidecarRefusal for other encodings, and where the XML declaration speaks of another.
 */
export function decodeSidecar(bytes: Buffer): DecodedSidecar {
  const encoding = encodingOf(bytes);
  const text = encoding === 'utf-8' ? utf8View(bytes) : utf16View(bytes, encoding);
  refuseOtherDeclarations(text, encoding);
  return { text, encoding };
}

export function encodeSidecar({ text, encoding }: DecodedSidecar): Buffer {
  const utf8 = Buffer.from(text, 'latin1');
  if (encoding === 'utf-8') return utf8;
  const utf16 = Buffer.from(utf8.toString('utf8'), 'utf16le');
  return encoding === 'utf-16le' ? utf16 : utf16.swap16();
}

function encodingOf(bytes: Buffer): XmpEncoding {
  const [first, second, third, fourth] = bytes;
  const isUtf32 = first === 0xff && second === 0xfe && third === 0 && fourth === 0;
  if (!isUtf32 && first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (bytes.subarray(0, 4).includes(0)) {
    throw new SidecarRefusal(
      'The sidecar is UTF-32, or UTF-16 without a byte order mark, and only UTF-8 and marked UTF-16 are edited. Save it again as UTF-8 with the program that made it.',
    );
  }
  return 'utf-8';
}

function utf8View(bytes: Buffer): string {
  if (!isUtf8(bytes))
    throw new SidecarRefusal(`The sidecar is not UTF-8, so other programs cannot read it. ${SAVE_AGAIN}`);
  return bytes.toString('latin1');
}

function utf16View(bytes: Buffer, encoding: 'utf-16le' | 'utf-16be'): string {
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    return Buffer.from(text, 'utf8').toString('latin1');
  } catch {
    throw new SidecarRefusal(`The sidecar is broken UTF-16, so other programs cannot read it. ${SAVE_AGAIN}`);
  }
}

function refuseOtherDeclarations(text: string, encoding: XmpEncoding): void {
  const start = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  const declared = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']/.exec(
    text.slice(start, start + 200),
  )?.[1];
  if (declared === undefined) return;
  const fits = encoding === 'utf-8' ? /^(utf-?8|us-ascii)$/i : /^utf-?16(le|be)?$/i;
  if (!fits.test(declared)) {
    throw new SidecarRefusal(
      encoding === 'utf-8'
        ? `The sidecar says that it is ${declared}, and only UTF-8 and UTF-16 are edited. ${SAVE_AGAIN}`
        : `The sidecar is UTF-16 and says that it is ${declared}, so programs disagree on how to read it. ${SAVE_AGAIN}`,
    );
  }
}
