import { SAVE_AGAIN, SidecarRefusal } from './sidecar-refusal.ts';
import { parseXml } from './xml-reader.ts';
import type { XmlElement } from './xml-tree.ts';
import { attributeNamed, isNamed } from './xml-tree.ts';
import type { DecodedSidecar, XmpEncoding } from './xmp-encoding.ts';
import { BYTE_ORDER_MARK, decodeSidecar } from './xmp-encoding.ts';

export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** A sidecar's bytes, read as XMP (ISO 16684-1, Adobe XMP specification part 1, chapter 7). */
export interface XmpPacket {
  /** Latin-1 view of the text in UTF-8. */
  readonly text: string;
  readonly encoding: XmpEncoding;
  readonly rdf: XmlElement;
  /** The rdf:Description elements at the top that speak of the photo itself. */
  readonly descriptions: readonly XmlElement[];
}

/**
 * Far above what programs write (painted masks reach some MB): a file this large with the name of a sidecar is
 * something else, and reading it would cost memory for nothing.
 */
export const MAX_SIDECAR_BYTES = 64 * 1024 * 1024;

/** @throws SidecarRefusal for anything that is not one XMP packet. */
export function openXmpPacket(bytes: Buffer): XmpPacket {
  if (bytes.length === 0) {
    throw new SidecarRefusal('The sidecar is empty. Delete it, and a new one will be written.');
  }
  return readXmpPacket(decodeSidecar(bytes));
}

/** The same for a sidecar that is decoded already. */
export function readXmpPacket({ text, encoding }: DecodedSidecar): XmpPacket {
  const root = parseXml(text, text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0);
  const rdf = [root, ...root.children].filter((element) => isNamed(element, RDF, 'RDF'));
  if (rdf.length !== 1) {
    throw new SidecarRefusal(
      rdf.length === 0
        ? `Not XMP: there is no rdf:RDF in it. ${SAVE_AGAIN}`
        : `There are several rdf:RDF in the sidecar. ${SAVE_AGAIN}`,
    );
  }
  return { text, encoding, rdf: rdf[0]!, descriptions: descriptionsOfPhoto(rdf[0]!) };
}

/** Those with rdf:nodeID or rdf:ID describe something else. One photo is described under one rdf:about, or under "". */
function descriptionsOfPhoto(rdf: XmlElement): XmlElement[] {
  const descriptions = rdf.children.filter(
    (node) =>
      isNamed(node, RDF, 'Description') &&
      !attributeNamed(node, RDF, 'nodeID') &&
      !attributeNamed(node, RDF, 'ID'),
  );
  const abouts = new Set(descriptions.map(aboutOf));
  abouts.delete('');
  if (abouts.size > 1) {
    throw new SidecarRefusal(
      `The sidecar describes several things (its rdf:about differ), so it is not clear which of them is the photo. ${SAVE_AGAIN}`,
    );
  }
  return descriptions;
}

/** Early programs wrote `about` without its prefix. */
const aboutOf = (description: XmlElement): string =>
  attributeNamed(description, RDF, 'about')?.raw ??
  description.attributes.find(({ name }) => name === 'about')?.raw ??
  '';
