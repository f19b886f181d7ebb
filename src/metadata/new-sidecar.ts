import type { AppendedKeywords, Keywords } from './append-keywords.ts';
import { appendKeywords } from './append-keywords.ts';
import { HIERARCHICAL_SUBJECT, SUBJECT } from './xmp-keyword-list.ts';
import { RDF } from './xmp-packet.ts';

/** Packet wrapper, x:xmpmeta, one description (XMP specification part 1, 7.3): what every program reads. */
const EMPTY_SIDECAR = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="photo-tag">
 <rdf:RDF xmlns:rdf="${RDF}">
  <rdf:Description rdf:about=""
    xmlns:dc="${SUBJECT.namespace}"
    xmlns:lr="${HIERARCHICAL_SUBJECT.namespace}"/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
`;

/** A new sidecar with our keywords and nothing else; null bytes where there are none. */
export function newSidecar(keywords: Keywords): AppendedKeywords {
  return appendKeywords(Buffer.from(EMPTY_SIDECAR, 'utf8'), keywords);
}
