import { seededRandom } from '../algorithms/seeded-random.ts';

type Random = () => number;
type Mutation = (text: string, random: Random) => string;

const DC = 'http://purl.org/dc/elements/1.1/';
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

const whole = (random: Random, below: number): number => Math.floor(random() * below);
const oneOf = <Item>(random: Random, items: readonly Item[]): Item | undefined =>
  items[whole(random, items.length)];

/** Replaces one match of a pattern, chosen at random; nothing where there is none. */
function replaceOne(
  text: string,
  pattern: RegExp,
  random: Random,
  by: (match: RegExpExecArray) => string,
): string {
  const match = oneOf(random, [...text.matchAll(pattern)] as RegExpExecArray[]);
  if (match === undefined) return text;
  return text.slice(0, match.index) + by(match) + text.slice(match.index + match[0].length);
}

const SIMPLE_ELEMENT = /<(\w[\w.-]*:\w[\w.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*>([^<]*)<\/\1>/g;
const ATTRIBUTE = /\s((?!xmlns|xml:|rdf:)\w[\w.-]*:\w[\w.-]*)\s*=\s*("[^"<]*"|'[^'<]*')/g;
const END_OF_DESCRIPTION = /<\/rdf:Description>/g;
const TAG = /<[\w/][^<>]*>/g;

const inDescription =
  (make: (random: Random) => string): Mutation =>
  (text, random) =>
    replaceOne(text, END_OF_DESCRIPTION, random, ([end]) => make(random) + end);

const keywordList = (kind: string, attributes = '') =>
  `<dc:subject xmlns:dc="${DC}"${attributes}><rdf:${kind}><rdf:li>one</rdf:li><rdf:li>two, three</rdf:li></rdf:${kind}></dc:subject>`;

/** What odd programs, old ones and people with editors do to a sidecar. Some of it breaks it. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'an element twice': (text, random) => replaceOne(text, SIMPLE_ELEMENT, random, ([all]) => all + all),
  'a list twice': (text, random) =>
    replaceOne(
      text,
      /<(\w+:\w+)>\s*<rdf:(Bag|Seq|Alt)>[\s\S]*?<\/rdf:\2>\s*<\/\1>/g,
      random,
      ([all]) => all + all,
    ),
  'a description twice': (text, random) =>
    replaceOne(text, /<rdf:Description[\s\S]*?<\/rdf:Description>/g, random, ([all]) => `${all}\n${all}`),
  'another prefix for dc': (text) =>
    text.replaceAll('dc:', 'odd-dc.1:').replaceAll('xmlns:dc=', 'xmlns:odd-dc.1='),
  'another prefix for rdf': (text) => text.replaceAll('rdf:', 'R:').replaceAll('xmlns:rdf=', 'xmlns:R='),
  'dc for something else': (text, random) =>
    replaceOne(text, /<rdf:Description/g, random, ([tag]) => `${tag} xmlns:dc="urn:not-dublin-core"`),
  'rdf as the default namespace': (text, random) =>
    replaceOne(
      text,
      /<rdf:Bag>([\s\S]*?)<\/rdf:Bag>/g,
      random,
      ([, inside]) => `<Bag xmlns="${RDF}">${inside}</Bag>`,
    ),
  'an attribute as an element': (text, random) => {
    let moved = '';
    const without = replaceOne(text, ATTRIBUTE, random, ([, name, value = '']) => {
      if (!text.includes(`xmlns:${name?.split(':')[0]}=`)) return ` ${name}=${value}`;
      moved = `<${name}>${value.slice(1, -1)}</${name}>`;
      return '';
    });
    return moved === '' ? text : without.replace('</rdf:Description>', `${moved}</rdf:Description>`);
  },
  'an element as an attribute': (text, random) => {
    let moved = '';
    const without = replaceOne(text, SIMPLE_ELEMENT, random, ([all, name = '', , value = '']) => {
      if (name.startsWith('rdf:') || value.includes('"')) return all;
      moved = ` ${name}="${value}"`;
      return '';
    });
    return moved === '' ? text : without.replace(/<rdf:Description(?=\s)/, (tag) => tag + moved);
  },
  'nested bags': inDescription(
    () =>
      '<n:n xmlns:n="urn:n"><rdf:Bag><rdf:li><rdf:Bag><rdf:li>a</rdf:li><rdf:li/></rdf:Bag></rdf:li><rdf:li rdf:parseType="Resource"><n:s><rdf:Seq/></n:s></rdf:li></rdf:Bag></n:n>',
  ),
  CDATA: (text, random) =>
    replaceOne(
      text,
      SIMPLE_ELEMENT,
      random,
      ([, name, attributes, value]) =>
        `<${name}${attributes}>${random() < 0.5 ? 'x' : ''}<![CDATA[${value}<&]]></${name}>`,
    ),
  'an empty CDATA': (text, random) => replaceOne(text, /<rdf:li>/g, random, ([tag]) => `${tag}<![CDATA[]]>`),
  entities: (text, random) =>
    replaceOne(text, />[^<]*[A-Za-z0-9][^<]*</g, random, ([all]) =>
      all.replace(/[A-Za-z0-9]/, (letter) =>
        random() < 0.5 ? `&#x${letter.charCodeAt(0).toString(16)};&amp;` : `&#${letter.charCodeAt(0)};&lt;`,
      ),
    ),
  'a comment': (text, random) =>
    replaceOne(text, TAG, random, ([tag]) => `${tag}<!-- <rdf:li>not</rdf:li> & -->`),
  'a processing instruction': (text, random) =>
    replaceOne(text, TAG, random, ([tag]) => `${tag}<?odd <a b="c?>`),
  'comments in a list': inDescription(
    () =>
      `<dc:subject xmlns:dc="${DC}"><!-- a --><rdf:Bag><!-- b --><rdf:li>o<!-- c -->ne</rdf:li><!-- d --></rdf:Bag></dc:subject>`,
  ),
  'namespaces declared late': (text) => {
    const declared = /\s+xmlns:dc\s*=\s*("[^"]*"|'[^']*')/.exec(text);
    if (declared === null) return text;
    return text.replace(declared[0], '').replaceAll(/<dc:\w+/g, (tag) => `${tag} xmlns:dc=${declared[1]}`);
  },
  'a language': (text, random) =>
    replaceOne(text, /<(rdf:li|\w+:subject|\w+:title)>/g, random, ([, name]) => `<${name} xml:lang="de-AT">`),
  'rdf:ID': (text, random) =>
    replaceOne(text, /<(\w+:\w+)>/g, random, ([, name]) => `<${name} rdf:ID="id${whole(random, 1e6)}">`),
  'a node id': (text, random) =>
    replaceOne(
      text,
      /<rdf:(Bag|Seq|Description)/g,
      random,
      ([tag]) => `${tag} rdf:nodeID="n${whole(random, 3)}"`,
    ),
  'a blank node': (text) =>
    text.replace(
      '</rdf:RDF>',
      `<rdf:Bag rdf:nodeID="k"><rdf:li>one</rdf:li></rdf:Bag><rdf:Description rdf:about="" xmlns:dc="${DC}"><dc:subject rdf:nodeID="k"/></rdf:Description></rdf:RDF>`,
    ),
  'another about': (text, random) =>
    replaceOne(text, /rdf:about=(["'])[^"']*\1/g, random, () => `rdf:about="uuid:${whole(random, 1e6)}"`),
  'a typed node': inDescription(() => '<t:t xmlns:t="urn:t"><t:Thing t:a="1"><t:b/></t:Thing></t:t>'),
  'a typed node at the top': (text) =>
    text.replace('</rdf:RDF>', '<t:Thing xmlns:t="urn:t" rdf:about="" t:a="1"/></rdf:RDF>'),
  'parseType Resource': inDescription(
    () => '<p:p xmlns:p="urn:p" rdf:parseType="Resource"><p:q> a </p:q><p:r/></p:p>',
  ),
  'parseType Literal': inDescription(
    () => '<p:l xmlns:p="urn:p" rdf:parseType="Literal">a <b>c</b> <i> </i></p:l>',
  ),
  'parseType Collection': inDescription(
    () => '<p:c xmlns:p="urn:p" rdf:parseType="Collection"><rdf:Description rdf:about="urn:1"/></p:c>',
  ),
  'numbered items': inDescription(() => '<p:n xmlns:p="urn:p"><rdf:Bag><rdf:_1>a</rdf:_1></rdf:Bag></p:n>'),
  'a value with qualifiers': inDescription(
    () =>
      '<p:v xmlns:p="urn:p" rdf:parseType="Resource"><rdf:value>a</rdf:value><p:role>b</p:role></p:v><p:w xmlns:p="urn:p" rdf:resource="urn:x"/>',
  ),
  'keywords in a Seq': inDescription(() => keywordList('Seq')),
  'keywords in an Alt': inDescription(() => keywordList('Alt')),
  'keywords in a Bag with a language': inDescription(() => keywordList('Bag', ' xml:lang="en"')),
  'one keyword without a list': inDescription(() => `<dc:subject xmlns:dc="${DC}">a &amp; b</dc:subject>`),
  'keywords as an attribute': (text, random) =>
    replaceOne(
      text,
      /<rdf:Description(?=[\s>/])/g,
      random,
      ([tag]) => `${tag} xmlns:k="${DC}" k:subject='a "b"'`,
    ),
  'an empty list of keywords': inDescription(
    (random) =>
      oneOf(random, [
        `<dc:subject xmlns:dc="${DC}"/>`,
        `<dc:subject xmlns:dc="${DC}"><rdf:Bag/></dc:subject>`,
        `<dc:subject xmlns:dc="${DC}"> <rdf:Seq>\n </rdf:Seq></dc:subject>`,
        `<dc:subject xmlns:dc="${DC}"> </dc:subject>`,
      ])!,
  ),
  'keywords that another has': inDescription(
    () => '<o:subject xmlns:o="urn:o"><rdf:Bag><rdf:li>CK:flower</rdf:li></rdf:Bag></o:subject>',
  ),
  'one line': (text) => text.replaceAll(/>\s+</g, '><'),
  'Windows line ends': (text) => text.replaceAll(/\r?\n/g, '\r\n'),
  'old Macintosh line ends': (text) => text.replaceAll(/\r?\n/g, '\r'),
  tabs: (text) => text.replaceAll(/^ +/gm, (spaces) => '\t'.repeat(spaces.length)),
  'no wrapper': (text) => text.replaceAll(/<\?xpacket[^>]*\?>/g, ''),
  'a wrapper with padding': (text) =>
    `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n${text
      .replaceAll(/<\?(xpacket|xml)[^>]*\?>/g, '')
      .trim()}\n${`${' '.repeat(100)}\n`.repeat(20)}<?xpacket end="w"?>`,
  'no x:xmpmeta': (text) => text.replaceAll(/<\/?x:x[am]pmeta[^>]*>/g, ''),
  'a byte order mark': (text) => `\ufeff${text.replace(/^\ufeff/, '')}`,
  'letters from everywhere': (text, random) =>
    replaceOne(text, /<rdf:li>/g, random, ([tag]) => `${tag}Größe 写真 🌻 e\u0301`),
  'a description that closes itself': (text) =>
    text.replace('</rdf:RDF>', '<rdf:Description rdf:about="" xmlns:z="urn:z" z:z="1"/></rdf:RDF>'),
  'a document type': (text) => text.replace(/<(?=x:|rdf:RDF)/, '<!DOCTYPE x [<!ENTITY e "boom">]>\n<'),
  'an unknown entity': (text, random) => replaceOne(text, /<rdf:li>/g, random, ([tag]) => `${tag}&nbsp;`),
  'the end missing': (text, random) => text.slice(0, Math.floor(text.length * (0.3 + 0.69 * random()))),
  'an end tag missing': (text, random) => replaceOne(text, /<\/[\w:.-]+>/g, random, () => ''),
};

const BREAKING = ['a document type', 'an unknown entity', 'the end missing', 'an end tag missing'];

export interface MutatedSidecar {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * @param sidecars real ones, in UTF-8.
 * @returns `count` of them with one to five things done to each; one in sixteen is UTF-16.
 */
export function mutatedSidecars(sidecars: readonly Buffer[], seed: number, count: number): MutatedSidecar[] {
  const random = seededRandom(seed);
  const all = Object.keys(MUTATIONS);
  const sound = all.filter((name) => !BREAKING.includes(name));
  return Array.from({ length: count }, (_, index) => {
    let text = oneOf(random, sidecars)!.toString('utf8');
    const done: string[] = [];
    const times = 1 + whole(random, 5);
    for (let time = 0; time < times; time += 1) {
      const name = oneOf(random, random() < 0.03 ? all : sound)!;
      done.push(name);
      text = MUTATIONS[name]!(text, random);
    }
    const utf16 = whole(random, 16) === 0;
    if (utf16) done.push('UTF-16');
    const bytes = utf16 ? inUtf16(text, random() < 0.5) : Buffer.from(text, 'utf8');
    return { name: `${index} ${done.join(', ')}`, bytes };
  });
}

function inUtf16(text: string, bigEndian: boolean): Buffer {
  const declared = text.replace(/^\ufeff/, '').replace(/^(<\?xml[^>]*encoding=["'])[^"']*/, '$1UTF-16');
  const bytes = Buffer.from(`\ufeff${declared}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}
