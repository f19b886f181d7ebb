import { runExiftool } from '../exiftool/run-exiftool.fixture.ts';

const FILE = /<rdf:Description rdf:about='([^']*)'([\s\S]*?)<\/rdf:Description>/g;
/** One property of exiftool's own XML: a value, or a list. */
const PROPERTY = /^ <([\w-]+:[\w-]+)>[\s\S]*?<\/\1>\n/gm;
/** Not of the metadata: sizes, times, and how many lines a text has that exiftool takes for no XMP. */
const ABOUT_THE_FILE = /^(System:|File:(?!FileType$)|ExifTool:ExifToolVersion$)/;
const KEYWORDS = ['XMP-dc:Subject', 'XMP-lr:HierarchicalSubject', 'XMP-digiKam:TagsList'];

/**
 * What `exiftool -X -a -G1` says of each sidecar of a folder, by name, as sorted lines without keyword lists: one process
 * reads them all. (That nothing changed its place is the other judge's to say.)
 */
export function listedByExiftool(folder: string): Map<string, string> {
  const listed = new Map<string, string>();
  const xml = runExiftool(['-X', '-a', '-G1', '-u', '-struct', '-ext', 'xmp', folder]);
  for (const [, path = '', content = ''] of xml.matchAll(FILE)) {
    const properties = [...content.matchAll(PROPERTY)].filter(
      ([, name = '']) => !KEYWORDS.includes(name) && !ABOUT_THE_FILE.test(name),
    );
    // Sorted, since exiftool lists what stands twice in the order of a Perl hash, which is random.
    const lines = properties
      .flatMap(([property]) => property.split('\n').filter((line) => line !== ''))
      .sort();
    listed.set(path.slice(path.lastIndexOf('/') + 1), lines.join('\n'));
  }
  return listed;
}
