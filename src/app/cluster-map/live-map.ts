import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { ClusterInShort } from '../../store/review-store.ts';
import type { Library } from '../library.ts';
import { MOST_SHOWN } from './index.ts';
import type { LayoutReply, LayoutTask } from './layout-worker.ts';

/** Where each cluster lies: x and y, −1 to 1, by its id. */
export type Places = ReadonlyMap<string, readonly [number, number]>;

export interface MapArrangement {
  readonly places: Places;
  /** Of other clusters or other vectors than there are now: it is being made anew. */
  readonly isOld: boolean;
  /** 0 to 1 while it is being made; null where it is not. */
  readonly making: number | null;
  /** Why the last try came to nothing. */
  readonly problem: string | null;
}

interface Kept {
  readonly digest: string;
  readonly ids: readonly string[];
  /** x and y in turn. */
  readonly places: readonly number[];
}

const FILE = 'cluster-map.json';
const NOTHING: Kept = { digest: '', ids: [], places: [] };
/** More figures than pixels on any screen are not needed. */
const FIGURES = 1e4;

/**
 * The map of the clusters as the page shows it: arranged once for these clusters and vectors, in a thread of its own,
 * and kept in the data folder. While it is made anew, the former one is there.
 */
export class LiveMap {
  readonly #library: () => Library;
  #kept: Kept | null = null;
  #folder = '';
  #making: { digest: string; share: number; worker: Worker } | null = null;
  #starting: Promise<void> | null = null;
  #failed: { digest: string; problem: string } | null = null;

  constructor(library: () => Library) {
    this.#library = library;
  }

  /** @param clusters all of them; the largest {@link MOST_SHOWN} of those with a vector are placed */
  async arrangement(clusters: readonly ClusterInShort[]): Promise<MapArrangement> {
    const { settings, embedderId } = this.#library();
    const kept = this.#read(settings.dataFolder);
    const digest = digestOf(clusters, embedderId);
    const isOld = kept.digest !== digest;
    if (isOld && this.#making?.digest !== digest && this.#failed?.digest !== digest) {
      // Who asks meanwhile waits for the same start.
      this.#starting ??= this.#start(clusters, digest).finally(() => {
        this.#starting = null;
      });
      await this.#starting;
    }
    return {
      places: new Map(kept.ids.map((id, i) => [id, [kept.places[2 * i]!, kept.places[2 * i + 1]!]])),
      isOld,
      making: isOld && this.#making?.digest === digest ? this.#making.share : null,
      problem: isOld && this.#failed?.digest === digest ? this.#failed.problem : null,
    };
  }

  /** A thread that is at work keeps the program from ending. */
  async close(): Promise<void> {
    const { worker } = this.#making ?? {};
    this.#making = null;
    await worker?.terminate();
  }

  #read(folder: string): Kept {
    if (this.#kept !== null && this.#folder === folder) return this.#kept;
    this.#folder = folder;
    this.#kept = readKept(join(folder, FILE)) ?? NOTHING;
    return this.#kept;
  }

  async #start(clusters: readonly ClusterInShort[], digest: string): Promise<void> {
    await this.close();
    this.#failed = null;
    const { store, embedderId, settings } = this.#library();
    const largest = clusters.toSorted((a, b) => b.members - a.members || (a.id < b.id ? -1 : 1));
    const chosen = largest.slice(0, MOST_SHOWN);
    const found = await store.photos.embeddingsOf(
      chosen.map(({ medoid }) => medoid),
      embedderId,
    );
    // In order of id, so that the same clusters give the same map.
    const shown = chosen.filter(({ medoid }) => found.has(medoid)).sort((a, b) => (a.id < b.id ? -1 : 1));
    const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), {
      workerData: taskOf(
        shown.map(({ medoid }) => medoid),
        found,
      ),
    });
    worker.unref();
    this.#making = { digest, share: 0, worker };
    const isCurrent = (): boolean => this.#making?.worker === worker;
    worker.on('message', (reply: LayoutReply) => {
      if (!isCurrent()) return;
      if (reply.kind === 'progress') {
        this.#making = { digest, share: reply.share, worker };
        return;
      }
      const places = Array.from(reply.places, (place) => Math.round(place * FIGURES) / FIGURES);
      this.#kept = { digest, ids: shown.map(({ id }) => id), places };
      this.#making = null;
      void worker.terminate();
      writeKept(settings.dataFolder, this.#kept);
    });
    const fail = (problem: string): void => {
      if (!isCurrent()) return;
      this.#making = null;
      this.#failed = { digest, problem };
    };
    worker.on('error', (error) => fail(messageOf(error)));
    worker.on('exit', () => fail('The thread that arranges the map ended before it was done.'));
  }
}

function taskOf(medoids: readonly Sha1[], found: ReadonlyMap<Sha1, Float32Array>): LayoutTask {
  const dimensions = medoids.length === 0 ? 0 : found.get(medoids[0]!)!.length;
  const vectors = new Float32Array(medoids.length * dimensions);
  for (const [i, medoid] of medoids.entries()) vectors.set(found.get(medoid)!, i * dimensions);
  return { vectors, dimensions };
}

function digestOf(clusters: readonly ClusterInShort[], embedderId: string): string {
  const hash = createHash('sha1').update(embedderId);
  for (const { id, medoid } of clusters) hash.update(`${id} ${medoid}\n`);
  return hash.digest('hex');
}

/** Null where there is none, or one that nobody can read: it is made anew. */
function readKept(file: string): Kept | null {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept>;
    const { digest, ids, places } = kept;
    if (typeof digest !== 'string' || !Array.isArray(ids) || !Array.isArray(places)) return null;
    return places.length === 2 * ids.length ? { digest, ids, places } : null;
  } catch {
    return null;
  }
}

/** To a temporary file first. A disk that is full costs the map of the next start, and nothing else. */
function writeKept(folder: string, kept: Kept): void {
  const file = join(folder, FILE);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.tmp`, JSON.stringify(kept));
    renameSync(`${file}.tmp`, file);
  } catch {
    rmSync(`${file}.tmp`, { force: true });
  }
}
