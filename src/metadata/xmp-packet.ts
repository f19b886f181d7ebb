import { isUtf8 } from 'node:buffer';
import { SidecarRefusal } from './sidecar-refusal.ts';
import type { XmlElement } from './xml-tree.ts';
import { attributeNamed, isNamed, parseXml } from './xml-tree.ts';

export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** A sidecar's bytes, read as XMP (ISO 16684-1, Adobe XMP specification part 1, chapter 7). */
export interface XmpPacket {
  /** Latin-1 view of the bytes. */
  readonly text: string;
  readonly rdf: XmlElement;
  /** The rdf:Description elements at the top that speak of the photo itself. */
  readonly descriptions: readonly XmlElement[];
}

/**
 * Far above what programs write (painted masks reach some MB): a file this large with the name of a sidecar is
 * something else, and reading it would cost memory for nothing.
 */
export const MAX_SIDECAR_BYTES = 64 * 1024 * 1024;

const BYTE_ORDER_MARK = '\u00ef\u00bb\u00bf';

/** @throws SidecarRefusal for anything that is not one XMP packet in UTF-8. */
export function openXmpPacket(bytes: Buffer): XmpPacket {
  if (bytes.length === 0) {
    throw new SidecarRefusal('The sidecar is empty. Delete it, and a new one will be written.');
  }
  if (isUtf16(bytes)) {
    throw new SidecarRefusal(
      'The sidecar is UTF-16 or UTF-32, and only UTF-8 is edited. Save it again as UTF-8 with the program that made it.',
    );
  }
  if (!isUtf8(bytes)) throw new SidecarRefusal('The sidecar is not UTF-8, so other programs cannot read it.');
  const text = bytes.toString('latin1');
  const start = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  refuseOtherEncodings(text.slice(start, start + 200));
  const root = parseXml(text, start);
  const rdf = [root, ...root.children].filter((element) => isNamed(element, RDF, 'RDF'));
  if (rdf.length !== 1) {
    throw new SidecarRefusal(
      rdf.length === 0 ? 'Not XMP: there is no rdf:RDF in it.' : 'There are several rdf:RDF in the sidecar.',
    );
  }
  return {
    text,
    rdf: rdf[0]!,
    descriptions: rdf[0]!.children.filter(
      (node) => isNamed(node, RDF, 'Description') && attributeNamed(node, RDF, 'nodeID') === undefined,
    ),
  };
}

function isUtf16(bytes: Buffer): boolean {
  const [first, second] = bytes;
  const marked = (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe);
  return marked || bytes.subarray(0, 4).includes(0);
}

function refuseOtherEncodings(head: string): void {
  const encoding = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1];
  if (encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding)) {
    throw new SidecarRefusal(`The sidecar says that it is ${encoding}, and only UTF-8 is edited.`);
  }
}
