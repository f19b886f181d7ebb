import type { SidecarFile } from '../../domain/library.ts';
import type { FileStatus, PhotoFile } from '../../domain/photo.ts';
import type { Page } from '../../store/store.ts';
import type { FileStamp } from './walk.ts';

/** How the walk takes a path. */
export interface Standing {
  readonly root: string;
  readonly status: FileStatus;
  readonly reason: string | null;
}

const PAGE = 1000;

/**
 * Every path that was ever seen, to compare the walk with: some hundred bytes each, in columns, where a million objects
 * would take a gigabyte.
 */
export class KnownFiles {
  readonly #numbers = new Map<string, number>();
  readonly #roots = new Values<string>();
  readonly #states = new Values<string>();
  readonly #rootOf: number[] = [];
  readonly #stateOf: number[] = [];
  readonly #sizeBytes: number[] = [];
  readonly #mtimeMicros: number[] = [];
  readonly #inode: string[] = [];
  readonly #isSeen: boolean[] = [];

  static async read(page: (page: Page) => Promise<PhotoFile[]>): Promise<KnownFiles> {
    const known = new KnownFiles();
    for await (const file of inPages(page)) known.#add(file);
    return known;
  }

  #add(file: PhotoFile): void {
    this.#numbers.set(file.path, this.#numbers.size);
    this.#rootOf.push(this.#roots.numberOf(file.root));
    this.#stateOf.push(this.#states.numberOf(stateOf(file)));
    this.#sizeBytes.push(file.sizeBytes);
    this.#mtimeMicros.push(file.mtimeMicros);
    this.#inode.push(file.inode);
    this.#isSeen.push(false);
  }

  /**
   * Notes that the path is still there.
   * @returns whether it is as it was: by size, modification time and inode, root and state
   */
  see(path: string, stamp: FileStamp, standing: Standing): boolean {
    const number = this.#numbers.get(path);
    if (number === undefined) return false;
    this.#isSeen[number] = true;
    return (
      this.#mtimeMicros[number] === stamp.mtimeMicros &&
      this.#sizeBytes[number] === stamp.sizeBytes &&
      this.#inode[number] === stamp.inode &&
      this.#roots.at(this.#rootOf[number]!) === standing.root &&
      this.#states.at(this.#stateOf[number]!) === stateOf(standing)
    );
  }

  /** Paths that the walk did not see and that are not known to be missing, with their roots. */
  *unseen(): Generator<{ path: string; root: string }> {
    for (const [path, number] of this.#numbers) {
      if (this.#isSeen[number]) continue;
      if (this.#states.at(this.#stateOf[number]!).startsWith('missing ')) continue;
      yield { path, root: this.#roots.at(this.#rootOf[number]!) };
    }
  }
}

const stateOf = ({ status, reason }: Pick<Standing, 'status' | 'reason'>): string =>
  `${status} ${reason ?? ''}`;

/** The same for sidecars. */
export class KnownSidecars {
  readonly #numbers = new Map<string, number>();
  readonly #original: string[] = [];
  readonly #sizeBytes: number[] = [];
  readonly #mtimeMicros: number[] = [];
  readonly #isSeen: boolean[] = [];

  static async read(page: (page: Page) => Promise<SidecarFile[]>): Promise<KnownSidecars> {
    const known = new KnownSidecars();
    for await (const sidecar of inPages(page)) {
      known.#numbers.set(sidecar.path, known.#numbers.size);
      known.#original.push(sidecar.original);
      known.#sizeBytes.push(sidecar.sizeBytes);
      known.#mtimeMicros.push(sidecar.mtimeMicros);
      known.#isSeen.push(false);
    }
    return known;
  }

  /** Notes that it is there, and says whether it is as it was. */
  see({ path, original, sizeBytes, mtimeMicros }: SidecarFile): boolean {
    const number = this.#numbers.get(path);
    if (number === undefined) return false;
    this.#isSeen[number] = true;
    return (
      this.#mtimeMicros[number] === mtimeMicros &&
      this.#sizeBytes[number] === sizeBytes &&
      this.#original[number] === original
    );
  }

  *unseen(): Generator<string> {
    for (const [path, number] of this.#numbers) if (!this.#isSeen[number]) yield path;
  }
}

async function* inPages<Row extends { readonly path: string }>(
  read: (page: Page) => Promise<Row[]>,
): AsyncGenerator<Row> {
  let after: string | null = null;
  for (;;) {
    const page: Row[] = await read({ after, limit: PAGE });
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.path;
  }
}

/** Few values, each kept once. */
class Values<Value> {
  readonly #values: Value[] = [];
  readonly #numbers = new Map<Value, number>();

  numberOf(value: Value): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    this.#numbers.set(value, this.#values.length);
    return this.#values.push(value) - 1;
  }

  at(number: number): Value {
    return this.#values[number]!;
  }
}
