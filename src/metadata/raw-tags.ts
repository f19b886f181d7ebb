/**
 * One file as exiftool prints it with `-json -G0` and every value as text: `"EXIF:Make": "Canon"`,
 * `"IPTC:Keywords": ["a", "b"]`.
 */
export type RawTags = { readonly SourceFile: string } & Readonly<Record<string, string | readonly string[]>>;

export interface TagValue {
  /** Who says it: `EXIF`, `MakerNotes`, `XMP`, `File`… */
  readonly group: string;
  readonly text: string;
}

/**
 * Who is believed first where several groups of one file hold the same tag. EXIF is what the camera says and
 * other programs show; maker notes round and convert (a Kodak DC240 says 1/30 s in EXIF and 0.03111 s there); XMP is
 * what a later program wrote. A group that is not listed comes between.
 */
const EXIF_FIRST = rank(['EXIF', 'MakerNotes'], ['XMP', 'IPTC', 'Photoshop']);

/** Width and height: the container knows; EXIF often keeps those of the picture before it was scaled. */
export const CONTAINER_FIRST = rank(['File', 'PNG', 'RIFF', 'QuickTime', 'EXIF'], ['MakerNotes', 'XMP']);

type Belief = (group: string) => number;

function rank(first: readonly string[], last: readonly string[]): Belief {
  const ranks = new Map([
    ...first.map((group, index) => [group, index - first.length] as const),
    ...last.map((group, index) => [group, index + 1] as const),
  ]);
  return (group) => ranks.get(group) ?? 0;
}

/** The tags of one file by their name. */
export class TagIndex {
  readonly #values = new Map<string, TagValue[]>();

  constructor(raw: RawTags) {
    for (const [key, value] of Object.entries(raw)) {
      const colon = key.indexOf(':');
      if (colon < 0) continue;
      const name = key.slice(colon + 1);
      const text = typeof value === 'string' ? value : value.join(' ');
      const values = this.#values.get(name);
      if (values) values.push({ group: key.slice(0, colon), text });
      else this.#values.set(name, [{ group: key.slice(0, colon), text }]);
    }
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** All values of one tag, most believable first. */
  all(name: string, belief: Belief = EXIF_FIRST): readonly TagValue[] {
    const values = this.#values.get(name) ?? [];
    return values.length < 2 ? values : values.toSorted((a, b) => belief(a.group) - belief(b.group));
  }

  /** The most believable value that `read` can make sense of. */
  first<Value>(name: string, read: (text: string, group: string) => Value | null): Value | null {
    for (const { text, group } of this.all(name)) {
      const value = read(text, group);
      if (value !== null) return value;
    }
    return null;
  }
}

/** A list property; exiftool prints a list of one as the item alone, and an empty one as nothing. */
export function listOf(raw: RawTags, key: string): readonly string[] {
  const value = raw[key];
  if (value === undefined || value === '') return [];
  return typeof value === 'string' ? [value] : value.filter((item) => item !== '');
}
