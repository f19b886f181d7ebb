import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { minus } from '../algorithms/merge-keywords.ts';
import { ExiftoolBatch } from './exiftool-batch.ts';
import { KEYWORD_PROPERTY_NAMES } from './keyword-properties.ts';
import { SAVE_AGAIN, SidecarRefusal } from './sidecar-refusal.ts';
import type { KeywordLists, KeywordPropertyName } from './sidecar-writer.ts';

/** What exiftool lists of one file: `Group:Property` to value, everything as text, structures kept. */
export type ListedProperties = Readonly<Record<string, unknown>>;

/** All properties: unknown ones and doubles too, structures as such, values raw, numbers exactly as written. */
const LIST_ALL = '-json -G1:4 -struct -a -u -e -n -b -api structformat=JSONQ'.split(' ');

/** exiftool answers for a sidecar within milliseconds; a minute means that it hangs. */
const SILENCE_MILLIS = 60_000;

/**
 * exiftool mixes the items of a list that stands twice in a sidecar in the order of a Perl hash, which is random. Then
 * a difference need not be one; a real one is there every time.
 */
const LISTINGS = 5;

const LISTED_NAME: Readonly<Record<KeywordPropertyName, string>> = {
  subject: 'XMP-dc:Subject',
  hierarchicalSubject: 'XMP-lr:HierarchicalSubject',
  tagsList: 'XMP-digiKam:TagsList',
};

/**
 * A second opinion on an edited sidecar that has more of RDF than XMP allows (xmp-subset.ts), by exiftool, which reads
 * with code of its own: every property that was listed before must be listed after with the same value, and nothing new
 * but our keywords.
 *
 * It gets copies of the bytes in a scratch folder of this process. So it sees exactly what will be written before
 * anything appears beside the photos, and no odd file name reaches its command line.
 */
export class ExiftoolCheck {
  readonly #processes: number;
  #batch: ExiftoolBatch | null = null;
  #scratch: Promise<string> | null = null;
  /** Numbers of scratch files that are free to be written over. */
  readonly #free: number[] = [];
  #slots = 0;

  /** @param processes how many exiftool processes to keep; each wants a core. */
  constructor(processes = Math.min(4, availableParallelism())) {
    this.#processes = processes;
  }

  /**
   * @param before the sidecar's bytes; null where it is new.
   * @returns what is wrong with `after`, or null where all is well. A missing exiftool throws PhotoTagError.
   */
  async findLoss(
    before: Buffer | null,
    after: Buffer,
    added: KeywordLists,
    removed: KeywordLists = {},
  ): Promise<string | null> {
    const scratch = await this.#scratchFolder();
    const slot = this.#free.pop() ?? this.#slots++;
    const afterPath = join(scratch, `${slot}-after.xmp`);
    const beforePath = join(scratch, `${slot}-before.xmp`);
    try {
      await writeFile(afterPath, after);
      if (before !== null) await writeFile(beforePath, before);
      let loss: string | null = null;
      for (let listing = 0; listing < LISTINGS; listing += 1) {
        const [listedAfter, listedBefore] = await this.#list([afterPath, ...(before ? [beforePath] : [])]);
        loss = compareListed(
          before === null ? null : (listedBefore ?? {}),
          listedAfter ?? {},
          added,
          removed,
        );
        if (loss === null) break;
      }
      return loss;
    } finally {
      this.#free.push(slot);
    }
  }

  async #scratchFolder(): Promise<string> {
    this.#scratch ??= mkdtemp(resolve(tmpdir(), 'photo-tag-sidecars-'));
    try {
      const folder = await this.#scratch;
      // Systems clear their folder for temporary files, and a server may run for weeks.
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return folder;
    } catch (error) {
      this.#scratch = null;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#batch?.close();
    this.#batch = null;
    const scratch = await this.#scratch?.catch(() => null);
    this.#scratch = null;
    if (scratch) await rm(scratch, { recursive: true, force: true });
  }

  async #list(paths: readonly string[]): Promise<ListedProperties[]> {
    this.#batch ??= new ExiftoolBatch({
      processes: this.#processes,
      silenceMillis: SILENCE_MILLIS,
    });
    const answers = await this.#batch.ask(paths, LIST_ALL);
    return paths.map((path) => {
      const answer = answers.get(path);
      if (answer === undefined || answer instanceof Error) {
        throw new SidecarRefusal(`exiftool could not check the sidecar: ${answer?.message ?? 'no answer.'}`);
      }
      return answer;
    });
  }
}

/** @returns the first difference as a sentence, or null. */
export function compareListed(
  before: ListedProperties | null,
  after: ListedProperties,
  added: KeywordLists,
  removed: KeywordLists = {},
): string | null {
  const old = before ?? { 'XMP-x:XMPToolkit': after['XMP-x:XMPToolkit'], ...fileKind };
  const error = old['ExifTool:Error'] ?? after['ExifTool:Error'];
  if (error !== undefined) return `exiftool cannot read the sidecar (${error}). ${SAVE_AGAIN}`;
  const expected: Record<string, unknown> = { ...old };
  for (const property of KEYWORD_PROPERTY_NAMES) {
    const name = LISTED_NAME[property];
    const [more, less] = [added[property] ?? [], removed[property] ?? []];
    if (more.length + less.length === 0) continue;
    expected[name] = minus([...asList(old[name]).map(String), ...more], less);
  }
  for (const name of new Set([...Object.keys(expected), ...Object.keys(after)])) {
    if (aboutTheFileItself(name)) continue;
    const ours = Object.values(LISTED_NAME).includes(name);
    // A keyword that is spelled otherwise keeps its place, and then the order is the other reader's to check.
    const inPlace = Object.values(removed).some((items) => items.length > 0);
    const list = (value: unknown) => (inPlace ? asList(value).map(String).sort() : asList(value));
    const [want, have] = [expected[name], after[name]].map((value) => (ours ? list(value) : value));
    if (!isDeepStrictEqual(want, have)) {
      return `Changing the keywords would change ${name} as exiftool reads it, so nothing was written. ${SAVE_AGAIN}`;
    }
  }
  return null;
}

const fileKind = {
  'File:FileType': 'XMP',
  'File:FileTypeExtension': 'XMP',
  'File:MIMEType': 'application/rdf+xml',
};

const aboutTheFileItself = (name: string): boolean =>
  name === 'SourceFile' || name.startsWith('System:') || name === 'ExifTool:ExifToolVersion';

/** exiftool lists one item as a value, several as a list, and an empty property as '' or its white space. */
function asList(value: unknown): unknown[] {
  if (value === undefined || (typeof value === 'string' && value.trim() === '')) return [];
  return Array.isArray(value) ? value : [value];
}
