import { seededRandom } from '../src/algorithms/seeded-random.ts';
import { rdfList } from '../src/sample/library/rdf-list.ts';

type Random = () => number;

/** Sidecars as they lie beside photos, some 2 to 20 KB each; the seed changes every value and every length. */
export function makeSidecars(seed: number, count: number): Map<string, string> {
  const random = seededRandom(seed);
  return new Map(
    Array.from({ length: count }, (_, index) =>
      index % 2 === 0
        ? [`IMG_${index}.CR2.xmp`, darktableLike(random)]
        : [`IMG_${index}.xmp`, lightroomLike(random)],
    ),
  );
}

/** Edit history as a list of structures with long values; keywords in half of them. */
function darktableLike(random: Random): string {
  const entries = times(5 + whole(random, 30), (index) => {
    const values = `darktable:num="${index}" darktable:operation="${word(random)}" darktable:enabled="1"`;
    return `     <rdf:li\n      ${values}\n      darktable:params="${hex(random, 60 + whole(random, 300))}"/>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:darktable="http://darktable.sf.net/"
   xmp:Rating="${whole(random, 6)}"
   darktable:import_timestamp="${63_000_000_000_000_000 + whole(random, 1e9)}"
   darktable:history_end="${entries.length}">
${random() < 0.5 ? `${rdfList('dc:subject', 'Bag', keywords(random))}\n` : ''}   <darktable:history>
    <rdf:Seq>
${entries.join('\n')}
    </rdf:Seq>
   </darktable:history>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
`;
}

/** Many develop settings as attributes, curves as lists, keywords flat and hierarchical. */
function lightroomLike(random: Random): string {
  const settings = times(
    80 + whole(random, 120),
    (index) => `   crs:${word(random)}${index}="+${whole(random, 100)}"`,
  );
  const curves = times(4, (index) =>
    rdfList(
      `crs:ToneCurvePV2012x${index}`,
      'Seq',
      times(2 + whole(random, 8), () => `${whole(random, 256)}, ${whole(random, 256)}`),
    ),
  );
  const words = keywords(random);
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0-c000">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
${settings.join('\n')}>
${[
  ...curves,
  rdfList('dc:subject', 'Bag', words),
  rdfList(
    'lr:hierarchicalSubject',
    'Bag',
    words.map((name) => `Places|${name}`),
  ),
].join('\n')}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
`;
}

const times = <Result>(count: number, make: (index: number) => Result): Result[] =>
  Array.from({ length: count }, (_, index) => make(index));
const whole = (random: Random, below: number): number => Math.floor(random() * below);
const hex = (random: Random, length: number): string =>
  times(length, () => whole(random, 16).toString(16)).join('');
const word = (random: Random): string =>
  times(4 + whole(random, 8), () => String.fromCharCode(97 + whole(random, 26))).join('');
const keywords = (random: Random): string[] => [...new Set(times(1 + whole(random, 8), () => word(random)))];
