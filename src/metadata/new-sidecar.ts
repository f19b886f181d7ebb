import type { AppendedKeywords } from './append-keywords.ts';
import { appendKeywords } from './append-keywords.ts';
import { HIERARCHICAL_SUBJECT, hasKeywords, SUBJECT, TAGS_LIST } from './keyword-properties.ts';
import type { KeywordLists } from './sidecar-writer.ts';
import { RDF } from './xmp-packet.ts';

/** Packet wrapper, x:xmpmeta, one description (XMP specification part 1, 7.3): what every program reads. */
const emptySidecar = (declarations: readonly string[]): Buffer =>
  Buffer.from(
    `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="photo-tag">
 <rdf:RDF xmlns:rdf="${RDF}">
  <rdf:Description rdf:about=""${declarations.map((declaration) => `\n    ${declaration}`).join('')}/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
`,
    'utf8',
  );

const declared = [SUBJECT, HIERARCHICAL_SUBJECT].map(
  ({ prefix, namespace }) => `xmlns:${prefix}="${namespace}"`,
);
const WITHOUT_DIGIKAM = emptySidecar(declared);
const WITH_DIGIKAM = emptySidecar([...declared, `xmlns:${TAGS_LIST.prefix}="${TAGS_LIST.namespace}"`]);

/** A sidecar as we make it, before its first keyword. */
export const frameFor = (keywords: KeywordLists): Buffer =>
  (keywords.tagsList ?? []).length > 0 ? WITH_DIGIKAM : WITHOUT_DIGIKAM;

/** True for a sidecar as we make it and with no keyword: nobody misses it. */
export const isBareFrame = (bytes: Buffer): boolean =>
  bytes.equals(WITHOUT_DIGIKAM) || bytes.equals(WITH_DIGIKAM);

/** A new sidecar with our keywords and nothing else; null bytes where there are none. */
export function newSidecar(keywords: KeywordLists): AppendedKeywords {
  const made = appendKeywords(frameFor(keywords), keywords);
  return hasKeywords(made.added) ? made : { ...made, bytes: null };
}
