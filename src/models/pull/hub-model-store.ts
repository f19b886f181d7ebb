import { readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { PhotoTagError } from '../../domain/errors.ts';
import { type ModelEntry, type ModelFile, modelLabel, type Precision } from '../../domain/model.ts';
import { filesOf, precisionsOf } from '../catalog/default-precision.ts';
import { CATALOG, modelNamed } from '../catalog/index.ts';
import { hashNotePath, modelFolder } from '../model-folder.ts';
import type {
  ModelStatus,
  ModelStore,
  PlannedFile,
  PulledFile,
  PullOptions,
  PullPlan,
} from '../model-store.ts';
import { copyFile, findInFolder } from './copy-file.ts';
import { download } from './download.ts';
import { type ExpectedFile, expectedFile, isExpected } from './expected-file.ts';
import type { FileDigests } from './file-digest.ts';
import { checkFreeSpace } from './free-space.ts';
import { type HubFacts, NO_FACTS } from './hub-facts.ts';
import { ask, fileUrl, type Hub, refuseBadStatus } from './hub-request.ts';
import { digestsOf, sizeOf, statusOf } from './installed-files.ts';
import { partPath, removePart } from './part-file.ts';
import { PINS_FILE, type Pin, readPins, writePins } from './pins.ts';
import { diskProblem, otherFile } from './pull-errors.ts';
import { tryAgain } from './retry.ts';
import { TIMINGS, type Timings } from './timings.ts';

export interface HubModelStoreOptions {
  /** `models.dir`. */
  readonly folder: string;
  /** `models.mirror`. */
  readonly mirror: string;
  readonly token?: string | undefined;
  readonly catalog?: readonly ModelEntry[] | undefined;
  readonly timings?: Timings | undefined;
}

/** What the plan learnt of a file, for the pull that follows it. */
interface Learnt {
  readonly file: ModelFile;
  readonly expected: ExpectedFile;
  readonly commit: string | null;
}

interface LearntPlan extends PullPlan {
  readonly learnt: readonly Learnt[];
}

/** Networks in a folder, brought from Hugging Face, from a mirror of it, or from another folder. */
export class HubModelStore implements ModelStore {
  readonly folder: string;
  readonly catalog: readonly ModelEntry[];
  readonly #hub: Hub;

  constructor({ folder, mirror, token, catalog = CATALOG, timings = TIMINGS }: HubModelStoreOptions) {
    this.folder = folder;
    this.catalog = catalog;
    this.#hub = { mirror, token, timings };
  }

  find(label: string): ModelEntry {
    return modelNamed(label, this.catalog);
  }

  status(entry: ModelEntry): Promise<ModelStatus> {
    return statusOf(this.folder, entry, null);
  }

  verify(entry: ModelEntry, signal: AbortSignal): Promise<ModelStatus> {
    return statusOf(this.folder, entry, signal);
  }

  async plan(entry: ModelEntry, precision: Precision, options: PullOptions): Promise<LearntPlan> {
    const folder = modelFolder(this.folder, entry);
    const pins = await readPins(folder);
    const files: PlannedFile[] = [];
    const learnt: Learnt[] = [];
    let present = 0;
    for (const file of wanted(entry, precision)) {
      const target = join(folder, file.path);
      const pin = pins.get(file.path);
      if (pin !== undefined && (await isWhole(target, pin, options.signal))) {
        present++;
        continue;
      }
      const facts = await this.#factsOf(entry, file, options);
      const expected = expectedFile(modelLabel(entry), file, pin, facts);
      if (pin === undefined && (await this.#adopt(entry, file, expected, options.signal))) {
        present++;
        continue;
      }
      files.push({
        path: file.path,
        bytes: expected.bytes,
        partBytes: (await sizeOf(partPath(target))) ?? 0,
      });
      learnt.push({ file, expected, commit: facts.commit });
    }
    return { entry, precision, files, present, learnt };
  }

  async pull(plan: PullPlan, options: PullOptions): Promise<readonly PulledFile[]> {
    const { entry, files } = plan;
    // A plan of another store has to be made again.
    const { learnt } = isLearnt(plan) ? plan : await this.plan(entry, plan.precision, options);
    await checkFreeSpace(
      this.folder,
      files.reduce((sum, { bytes, partBytes }) => sum + Math.max(0, (bytes ?? 0) - partBytes), 0),
    );
    const folder = modelFolder(this.folder, entry);
    const count = counter(
      learnt.map(({ expected }) => expected.bytes ?? 0),
      options,
    );
    const pulled: PulledFile[] = [];
    for (const [index, { file, expected, commit }] of learnt.entries()) {
      const url = fileUrl(this.#hub, entry.repository, entry.revision, file.path);
      const done = await download({
        hub: this.#hub,
        url,
        target: join(folder, file.path),
        label: modelLabel(entry),
        path: file.path,
        expected,
        signal: options.signal,
        onBytes: (bytes) => count(index, bytes, file.path),
        onNote: (note) => options.onNote?.(note),
      });
      await this.#pin(entry, file, done, { revision: commit ?? done.facts.commit, source: url.href });
      pulled.push({ path: file.path, bytes: done.bytes, sha256: done.sha256 });
    }
    return pulled;
  }

  async copyFrom(
    source: string,
    entry: ModelEntry,
    asked: Precision | null,
    options: PullOptions,
  ): Promise<{ readonly precision: Precision; readonly files: readonly PulledFile[] }> {
    const folder = modelFolder(this.folder, entry);
    const label = modelLabel(entry);
    const { precision, places } = await findPrecision(source, entry, asked);
    const sizes = await Promise.all(places.map(async ({ from }) => (await sizeOf(from)) ?? 0));
    await checkFreeSpace(
      this.folder,
      sizes.reduce((sum, bytes) => sum + bytes, 0),
    );
    const count = counter(sizes, options);
    const copied: PulledFile[] = [];
    for (const [index, { file, from }] of places.entries()) {
      const pin = (await readPins(folder)).get(file.path);
      const expected = expectedFile(label, file, pin, NO_FACTS);
      const digests = await copyFile(
        {
          from,
          target: join(folder, file.path),
          label,
          path: file.path,
          signal: options.signal,
          onBytes: (bytes) => count(index, bytes, file.path),
        },
        (found) => {
          if (isExpected(expected, found)) return;
          throw otherFile(
            label,
            from,
            pin === undefined ? 'is not the file of the catalogue' : 'is not the file that was pinned',
            `Bring the file of ${entry.repository} at ${entry.revision}; \`photo-tag models remove ${label} --forget\` forgets what was pinned.`,
          );
        },
      );
      await removePart(join(folder, file.path));
      await this.#pin(entry, file, digests, { revision: null, source: from });
      copied.push({ path: file.path, bytes: digests.bytes, sha256: digests.sha256 });
    }
    return { precision, files: copied };
  }

  async remove(entry: ModelEntry, { forget }: { readonly forget: boolean }) {
    const folder = modelFolder(this.folder, entry);
    const removed: string[] = [];
    let bytes = 0;
    try {
      for (const { path } of entry.files) {
        const target = join(folder, path);
        bytes += ((await sizeOf(target)) ?? 0) + ((await sizeOf(partPath(target))) ?? 0);
        if ((await sizeOf(target)) !== null) removed.push(path);
        await removePart(target);
        await rm(`${target}.copy`, { force: true });
        await rm(hashNotePath(target), { force: true });
        await rm(target, { force: true });
      }
      if (forget) await rm(join(folder, PINS_FILE), { force: true });
    } catch (error) {
      throw diskProblem(error, folder, folder);
    }
    const left = await removeEmptyFolders(this.folder, folder, entry);
    return { removed, left, bytes };
  }

  /** A HEAD request; a mirror that knows none tells nothing, and the download itself has to do. */
  async #factsOf(entry: ModelEntry, { path }: ModelFile, options: PullOptions): Promise<HubFacts> {
    const url = fileUrl(this.#hub, entry.repository, entry.revision, path);
    return tryAgain(
      async () => {
        const answer = await ask(this.#hub, url, { method: 'HEAD', signal: options.signal });
        await answer.response.body?.cancel();
        const { status } = answer.response;
        if (status === 405 || status === 501) return NO_FACTS;
        if (status < 300 || status >= 400) refuseBadStatus(answer, this.#hub, path);
        return answer.facts;
      },
      { timings: this.#hub.timings, signal: options.signal, onNote: (note) => options.onNote?.(note) },
    );
  }

  /** A file that somebody put there by hand, and that is the right one beyond doubt. */
  async #adopt(
    entry: ModelEntry,
    file: ModelFile,
    expected: ExpectedFile,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (expected.sha256 === null && expected.gitSha1 === null) return false;
    const path = join(modelFolder(this.folder, entry), file.path);
    const bytes = await sizeOf(path);
    if (bytes === null || (expected.bytes !== null && expected.bytes !== bytes)) return false;
    const digests = await digestsOf(path, bytes, signal);
    if (!isExpected(expected, digests)) return false;
    await this.#pin(entry, file, digests, { revision: null, source: path });
    return true;
  }

  async #pin(
    entry: ModelEntry,
    { path }: ModelFile,
    { bytes, sha256 }: FileDigests,
    origin: Pick<Pin, 'revision' | 'source'>,
  ): Promise<void> {
    const folder = modelFolder(this.folder, entry);
    const pins = await readPins(folder);
    // The first one stays: later ones were held to it.
    if (pins.has(path)) return;
    pins.set(path, { bytes, sha256, ...origin, date: new Date().toISOString() });
    try {
      await writePins(folder, pins);
    } catch (error) {
      throw diskProblem(error, join(folder, PINS_FILE), folder);
    }
  }
}

const isLearnt = (plan: PullPlan): plan is LearntPlan => 'learnt' in plan;

function wanted(entry: ModelEntry, precision: Precision): readonly ModelFile[] {
  const published = precisionsOf(entry);
  if (published.includes(precision)) return filesOf(entry, precision);
  throw new PhotoTagError('USAGE', `${modelLabel(entry)} is not published in ${precision}`, {
    remedy: `There is ${published.join(', ')}.`,
  });
}

async function isWhole(path: string, pin: Pin, signal: AbortSignal): Promise<boolean> {
  if ((await sizeOf(path)) !== pin.bytes) return false;
  return (await digestsOf(path, pin.bytes, signal)).sha256 === pin.sha256;
}

/** Adds up the bytes of several files. */
function counter(sizes: readonly number[], { onProgress }: PullOptions) {
  const done = sizes.map(() => 0);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  return (index: number, bytes: number, path: string): void => {
    done[index] = bytes;
    const doneBytes = sum(done);
    onProgress?.({ path, doneBytes, totalBytes: Math.max(sum(sizes), doneBytes) });
  };
}

/** The precision that was asked for, or the first that is whole in the folder. */
async function findPrecision(source: string, entry: ModelEntry, asked: Precision | null) {
  let missing: readonly string[] = [];
  for (const precision of asked === null ? precisionsOf(entry) : [asked]) {
    const places: { file: ModelFile; from: string }[] = [];
    const absent: string[] = [];
    for (const file of wanted(entry, precision)) {
      const from = await findInFolder(source, entry, file.path);
      if (from === null) absent.push(file.path);
      else places.push({ file, from });
    }
    if (absent.length === 0) return { precision, places };
    if (missing.length === 0 || absent.length < missing.length) missing = absent;
  }
  throw new PhotoTagError('MODEL_MISSING', `${source} lacks ${missing.join(', ')} of ${modelLabel(entry)}`, {
    file: source,
    remedy: `Bring the files of https://huggingface.co/${entry.repository} there, in its folders or flat.`,
  });
}

/** @returns files that stay, below the model's folder. */
async function removeEmptyFolders(modelsDir: string, folder: string, entry: ModelEntry): Promise<string[]> {
  const inner = new Set(entry.files.map(({ path }) => dirname(join(folder, path))));
  // The innermost first; one that is not empty stays, and so do those around it.
  const around = [...inner, folder, dirname(folder)].toSorted((a, b) => b.length - a.length);
  for (const place of new Set(around)) {
    if (relative(modelsDir, place).startsWith('..')) continue;
    await rmdir(place).catch(() => {});
  }
  const left = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return left
    .filter((one) => !one.isDirectory() && one.name !== PINS_FILE)
    .map((one) => relative(folder, join(one.parentPath, one.name)).replaceAll(sep, '/'));
}
