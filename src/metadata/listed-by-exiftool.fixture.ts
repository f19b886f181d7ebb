import { runExiftool } from '../exiftool/run-exiftool.fixture.ts';

const FILE = /<rdf:Description rdf:about='([^']*)'([\s\S]*?)<\/rdf:Description>/g;
/** One property of exiftool's own XML: a value, or a list. */
const PROPERTY = /^ <([\w-]+:[\w-]+)>[\s\S]*?<\/\1>\n/gm;
/** Not of the metadata: sizes, times, and how many lines a text has that exiftool takes for no XMP. */
const ABOUT_THE_FILE = /^(System:|File:(?!FileType$)|ExifTool:ExifToolVersion$)/;
const KEYWORDS = ['XMP-dc:Subject', 'XMP-lr:HierarchicalSubject', 'XMP-digiKam:TagsList'];

/** What exiftool says of one sidecar. */
export interface ListedSidecar {
  /** All but the keyword lists, as sorted lines. */
  readonly rest: string;
  /** What is in each keyword list but blanks, sorted, escaped as in XML. */
  readonly keywords: readonly (readonly string[])[];
}

/**
 * What `exiftool -X -a -G1` says of each sidecar of a folder, by name: one process reads them all. (That nothing changed
 * its place is the other judge's to say.)
 */
export function listedByExiftool(folder: string): Map<string, ListedSidecar> {
  const listed = new Map<string, ListedSidecar>();
  const xml = runExiftool(['-X', '-a', '-G1', '-u', '-struct', '-ext', 'xmp', folder]);
  for (const [, path = '', content = ''] of xml.matchAll(FILE)) {
    const properties = [...content.matchAll(PROPERTY)].map(([text, name = '']) => ({ text, name }));
    const rest = properties.filter(({ name }) => !KEYWORDS.includes(name) && !ABOUT_THE_FILE.test(name));
    // Sorted, since exiftool lists what stands twice in the order of a Perl hash, which is random.
    const lines = rest.flatMap(({ text }) => text.split('\n').filter((line) => line !== '')).sort();
    const keywords = KEYWORDS.map((list) =>
      properties
        .filter(({ name }) => name === list)
        .flatMap(({ text }) => itemsOf(text))
        .sort(),
    );
    listed.set(path.slice(path.lastIndexOf('/') + 1), { rest: lines.join('\n'), keywords });
  }
  return listed;
}

/** Of a list, or of a property with one value. */
function itemsOf(property: string): string[] {
  const inside = property.slice(property.indexOf('>') + 1, property.lastIndexOf('</'));
  const items = [...inside.matchAll(/<rdf:li( rdf:datatype='[^']*base64Binary')?>([\s\S]*?)<\/rdf:li>/g)].map(
    ([, asBytes, item = '']) => (asBytes === undefined ? item : fromSurrogates(Buffer.from(item, 'base64'))),
  );
  // White space between tags, which exiftool takes for a value, and which is gone once there are items.
  return (inside.includes('<rdf:') ? items : [inside]).filter((value) => value.trim() !== '');
}

/** exiftool reads a letter that takes two units of UTF-16 as those two, each as UTF-8, and lists bytes then. */
function fromSurrogates(bytes: Buffer): string {
  const units = bytes.toString('latin1').replaceAll(/\xed[\xa0-\xbf][\x80-\xbf]/g, (unit) => {
    const [, high, low] = [...unit].map((byte) => byte.charCodeAt(0));
    return `\\u${(0xd000 | ((high! & 0x3f) << 6) | (low! & 0x3f)).toString(16)}`;
  });
  const text = Buffer.from(units, 'latin1').toString('utf8');
  return text.replaceAll(/\\u([0-9a-f]{4})/g, (_, unit: string) =>
    String.fromCharCode(Number.parseInt(unit, 16)),
  );
}
