import { dirname } from 'node:path';
import { copyingDayOf } from '../algorithms/copying-days.ts';
import type { DateWitness } from '../algorithms/date-votes.ts';
import { type DateOptions, resolveFolder } from '../algorithms/resolve-date.ts';
import { type LibraryStudy, studyLibraryInTurns } from '../algorithms/resolve-library.ts';
import type { CaptureTime } from '../domain/capture-time.ts';
import { done } from '../domain/outcome.ts';
import type { PhotoFile, Sha1 } from '../domain/photo.ts';
import type { Store } from '../store/store.ts';
import { countSettled } from './count-settled.ts';
import { dateWitness } from './date-witness.ts';
import { digestOf, digestOfPlain } from './digest.ts';
import { OneOfEach } from './one-of-each.ts';
import type { DueItem, Stage } from './stage.ts';

export interface DatesTools {
  readonly store: Store;
  readonly options: DateOptions;
  /** The configuration that `options` came from: `now` in it must not make dates due every day. */
  readonly base: unknown;
}

interface FolderItem extends DueItem {
  readonly fingerprint: string;
  readonly photos: readonly Sha1[];
}

/** Raised when the rules change, so that dates are resolved again. */
const RULES_VERSION = 3;

const PAGE = 10_000;
/** Fewer, so that what is read is gone before it counts as old. */
const FILES_AT_ONCE = 1000;

/**
 * When each photo was taken, how sure that is, and why.
 *
 * Clocks are studied over the whole library, whenever any fact in it changed; then a folder at a time is
 * resolved, because its photos vouch for each other. A folder is due where its own facts changed, or what the
 * study found about it.
 */
export function datesStage({ store, options, base }: DatesTools): Stage<FolderItem, CaptureTime[]> {
  let study: Study | null = null;
  const begin = async () => {
    study = await studyDates(store, options, digestOf([base, RULES_VERSION]));
    return study;
  };
  return {
    name: 'dates',
    unit: 'photos',
    // Folders of all sizes: a batch is 10,000 photos of a large library, which are dated in a second.
    batchSize: 64,
    lanes: 1,
    async countDue() {
      const { due } = await begin();
      return due.reduce((sum, item) => sum + item.photos.length, 0);
    },
    async *due() {
      yield* (study ?? (await begin())).due;
    },
    async run(batch) {
      const { witnesses, found } = study ?? (await begin());
      return batch.map((item) => {
        const own = item.photos.map((sha1) => witnesses.get(sha1)!);
        // Each photo is in one folder: the memory goes to the times that come of it.
        for (const sha1 of item.photos) witnesses.delete(sha1);
        return done(resolveFolder(own, options, found));
      });
    },
    async save(transaction, results) {
      const dated = results.flatMap(({ item, outcome }) =>
        outcome.status === 'done'
          ? item.photos.map((sha1, i) => ({ sha1, time: outcome.result[i]!, fingerprint: item.fingerprint }))
          : [],
      );
      // As the tables are ordered: each of their pages is changed once a batch.
      dated.sort((a, b) => (a.sha1 < b.sha1 ? -1 : 1));
      await transaction.photos.putCaptureTimes(new Map(dated.map(({ sha1, time }) => [sha1, time])));
      await transaction.outcomes.put(
        dated.map(({ sha1, time, fingerprint }) => ({
          stage: 'dates',
          item: sha1,
          fingerprint,
          status: 'done',
          reason: null,
          digest: digestOfPlain(time),
        })),
      );
    },
    async finish(transaction) {
      if (study?.found) await transaction.dates.putRuns(study.found.runs, study.factsDigest);
      study = null;
    },
  };
}

interface Study {
  readonly factsDigest: string;
  readonly due: readonly FolderItem[];
  /** Of the photos that are still to be dated. */
  readonly witnesses: Map<Sha1, DateWitness>;
  /** Undefined where no fact has changed since the last study. */
  readonly found: LibraryStudy | undefined;
}

async function studyDates(store: Store, options: DateOptions, base: string): Promise<Study> {
  const { folders, folderOf } = await photosByFolder(store);
  const decisions = await store.dates.allDecisions();
  const facts = await factsOf(folders, store, decisions);
  const factsDigest = digestOf([base, [...facts]]);
  const countSettledOf = (fingerprints?: readonly string[]) =>
    countSettled(store.outcomes, 'dates', (sha1) => folderOf.get(sha1), {
      groups: folders.size,
      fingerprints,
    });
  if (factsDigest === (await store.dates.factsDigest())) {
    const dated = await countSettledOf();
    if ([...folders.values()].every((photos, number) => dated[number] === photos.length)) {
      return { factsDigest, due: [], witnesses: new Map(), found: undefined };
    }
  }
  const witnesses = await readWitnesses(store, [...folders.values()].flat(), decisions);
  const found = await studyLibraryInTurns([...witnesses.values()], options);
  const due = [...folders].map(([folder, photos]): FolderItem => {
    const seen = photos.map((sha1) => {
      const day = copyingDayOf(witnesses.get(sha1)!, found.copyingDays, options);
      return [found.corrections.get(sha1) ?? null, found.confirmedHours.get(sha1) ?? null, day !== null];
    });
    const fingerprint = `${base}|${digestOf([facts.get(folder), seen])}`;
    return { key: folder, size: photos.length, photos, fingerprint };
  });
  const settled = await countSettledOf(due.map(({ fingerprint }) => fingerprint));
  const changed = due.filter(({ photos }, number) => settled[number] !== photos.length);
  const needed = new Set(changed.flatMap(({ photos }) => photos));
  for (const sha1 of witnesses.keys()) if (!needed.has(sha1)) witnesses.delete(sha1);
  return { factsDigest, due: changed, witnesses, found };
}

type Decisions = Awaited<ReturnType<Store['dates']['allDecisions']>>;

/** Of each folder a hash of all that is known of its photos. */
async function factsOf(
  folders: ReadonlyMap<string, readonly Sha1[]>,
  store: Store,
  decisions: Decisions,
): Promise<Map<string, string>> {
  const digests = await store.outcomes.digests(['scan', 'metadata']);
  return new Map(
    [...folders].map(([folder, photos]) => [
      folder,
      digestOfPlain([folder, photos.map((sha1) => [sha1, digests.get(sha1), decisions.get(sha1) ?? null])]),
    ]),
  );
}

interface Folders {
  readonly folders: Map<string, Sha1[]>;
  /** Its number, in the order of `folders`. */
  readonly folderOf: Map<Sha1, number>;
}

/** A photo that lies in several folders belongs to the first. */
async function photosByFolder(store: Store): Promise<Folders> {
  const folders = new Map<string, Sha1[]>();
  const numbers = new Map<string, number>();
  const folderOf = new Map<Sha1, number>();
  let after: string | null = null;
  for (;;) {
    const page: PhotoFile[] = await store.files.page({ after, limit: FILES_AT_ONCE });
    for (const { path, sha1, status } of page) {
      if (status !== 'present' || sha1 === null || folderOf.has(sha1)) continue;
      const folder = dirname(path);
      const photos = folders.get(folder);
      if (photos) photos.push(sha1);
      else {
        numbers.set(folder, folders.size);
        folders.set(folder, [sha1]);
      }
      folderOf.set(sha1, numbers.get(folder)!);
    }
    if (page.length < FILES_AT_ONCE) return { folders, folderOf };
    after = page.at(-1)!.path;
  }
}

async function readWitnesses(
  store: Store,
  photos: readonly Sha1[],
  decisions: Decisions,
): Promise<Map<Sha1, DateWitness>> {
  const witnesses = new Map<Sha1, DateWitness>();
  const texts = new OneOfEach();
  for (let start = 0; start < photos.length; start += PAGE) {
    const page = photos.slice(start, start + PAGE);
    const files = await store.files.ofPhotos(page);
    const metadata = await store.photos.metadataOf(page);
    for (const sha1 of page) {
      const decision = decisions.get(sha1) ?? null;
      witnesses.set(
        sha1,
        dateWitness(sha1, files.get(sha1) ?? [], metadata.get(sha1) ?? null, decision, texts),
      );
    }
  }
  return witnesses;
}
