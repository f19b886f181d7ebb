/**
 * A property that is a list, as Lightroom and darktable lay it out in a sidecar.
 * @param items as XML: `&` is written `&amp;`.
 */
export function rdfList(property: string, kind: 'Bag' | 'Seq', items: readonly string[]): string {
  return [
    `   <${property}>`,
    `    <rdf:${kind}>`,
    ...items.map((item) => `     <rdf:li>${item}</rdf:li>`),
    `    </rdf:${kind}>`,
    `   </${property}>`,
  ].join('\n');
}
