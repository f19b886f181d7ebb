import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { XmpSidecarWriter } from '../../src/metadata/xmp-sidecar-writer.ts';
import { filesBelow, fingerprints, LIGHTROOM_SIDECAR } from './small-library.ts';
import type { FaultCase } from './write-faults-child.fixture.ts';

/** One kind of write: what lies on the disk before it, and what is asked for. Paths are below the case's folder. */
export interface Scenario {
  readonly name: string;
  /** Files before, originals apart. */
  readonly before: Readonly<Record<string, Buffer | string | { readonly linkTo: string }>>;
  /** Of the file that is written. */
  readonly sidecar: string;
  readonly mirrorRoot?: string;
  readonly always?: Readonly<Record<string, string>>;
  readonly request?: (sidecar: string) => FaultCase['request'];
}

/** A case's folder once it lies there, and what must not change in it. */
export interface PreparedCase {
  readonly folder: string;
  readonly originals: Record<string, string>;
  readonly before: ReadonlyMap<string, string>;
  readonly modes: Record<string, string>;
}

const ORIGINALS = ['lib/IMG_1.jpg', 'lib/IMG_1.CR2', 'lib/IMG_2.jpg'];
export const FLOWER = { subject: ['CK:flower', 'AI:blue glass'], hierarchicalSubject: ['CK|flower'] };

/** A sidecar once our keywords are in it, and the request that takes them out again. */
async function written(
  before: string | null,
): Promise<{ bytes: Buffer; request: NonNullable<Scenario['request']> }> {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-written-'));
  const sidecar = join(folder, 'a.xmp');
  if (before !== null) writeFileSync(sidecar, before);
  const writer = new XmpSidecarWriter();
  const result = await writer.write({ sidecar, ...FLOWER });
  await writer.close();
  if (result.status !== 'written') throw new Error(JSON.stringify(result));
  const bytes = readFileSync(sidecar);
  rmSync(folder, { recursive: true });
  const { add, trace, creates } = result.change;
  return {
    bytes,
    request: (path) => ({
      remove: { sidecar: path, remove: add, traces: trace === null ? [] : [trace], deleteIfOurs: creates },
    }),
  };
}

const ours = await written(null);
const theirs = await written(LIGHTROOM_SIDECAR);

export const SCENARIOS: readonly Scenario[] = [
  { name: 'a new sidecar', before: {}, sidecar: 'lib/IMG_1.jpg.xmp' },
  {
    name: 'a sidecar of another program',
    before: { 'lib/IMG_1.jpg.xmp': LIGHTROOM_SIDECAR },
    sidecar: 'lib/IMG_1.jpg.xmp',
  },
  {
    name: 'a new sidecar where there are no hard links',
    before: {},
    sidecar: 'lib/IMG_1.jpg.xmp',
    always: { link: 'EPERM' },
  },
  {
    name: 'a sidecar that is a link to one in another folder',
    before: {
      'elsewhere/shared.xmp': LIGHTROOM_SIDECAR,
      'lib/IMG_1.jpg.xmp': { linkTo: '../elsewhere/shared.xmp' },
    },
    sidecar: 'lib/IMG_1.jpg.xmp',
  },
  {
    name: 'a new sidecar in a mirror folder that is not there yet',
    before: {},
    sidecar: 'mirror/photos/2014/IMG_1.jpg.xmp',
    mirrorRoot: 'mirror',
  },
  {
    name: 'an undo in a sidecar of another program',
    before: { 'lib/IMG_1.jpg.xmp': theirs.bytes },
    sidecar: 'lib/IMG_1.jpg.xmp',
    request: theirs.request,
  },
  {
    name: 'an undo that deletes a sidecar of ours',
    before: { 'lib/IMG_1.jpg.xmp': ours.bytes },
    sidecar: 'lib/IMG_1.jpg.xmp',
    request: ours.request,
  },
];

export function prepare(folder: string, { before }: Scenario): PreparedCase {
  const put = (path: string, content: Buffer | string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  for (const path of ORIGINALS) {
    put(path, `the pixels of ${path}`);
    chmodSync(join(folder, path), 0o640);
    utimesSync(join(folder, path), 1_400_000_000.5, 1_400_000_000.25);
  }
  for (const [path, content] of Object.entries(before)) {
    if (typeof content === 'string' || Buffer.isBuffer(content)) {
      put(path, content);
      chmodSync(join(folder, path), 0o664);
      // Somebody else's, where this is the superuser: so that owner and mode are handed on, which takes calls as well.
      if (process.getuid?.() === 0) chownSync(join(folder, path), 1234, 1234);
    } else {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      symlinkSync(content.linkTo, join(folder, path));
    }
  }
  return {
    folder,
    originals: fingerprints(ORIGINALS.map((path) => join(folder, path))),
    before: sidecarsBelow(folder),
    modes: modesBelow(folder),
  };
}

/** The bytes of each sidecar. */
export function sidecarsBelow(folder: string): ReadonlyMap<string, string> {
  const paths = filesBelow(folder).filter((path) => path.endsWith('.xmp'));
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

/** Mode and owner of each sidecar. */
export function modesBelow(folder: string): Record<string, string> {
  const paths = filesBelow(folder).filter((path) => path.endsWith('.xmp'));
  return Object.fromEntries(
    paths.map((path) => {
      const { mode, uid, gid } = lstatSync(path);
      return [relative(folder, path), `${(mode & 0o7777).toString(8)} ${uid}:${gid}`];
    }),
  );
}

/** Files that are neither an original nor a sidecar. */
export const leftoversBelow = (folder: string): string[] =>
  filesBelow(folder)
    .map((path) => relative(folder, path))
    .filter((path) => !path.endsWith('.xmp') && !ORIGINALS.includes(path));

export function changedOriginals({ folder, originals }: PreparedCase): string[] {
  const there = Object.keys(originals).filter((path) => existsSync(path));
  const now = fingerprints(there);
  return Object.keys(originals)
    .filter((path) => now[path] !== originals[path])
    .map((path) => relative(folder, path));
}

export function caseOf(
  scenario: Scenario,
  folder: string,
  fault: { at: number; kind: string; note?: string } | null,
  retry = false,
): FaultCase {
  const sidecar = join(folder, scenario.sidecar);
  return {
    request: scenario.request?.(sidecar) ?? { write: { sidecar, ...FLOWER } },
    mirrorRoot: scenario.mirrorRoot === undefined ? null : join(folder, scenario.mirrorRoot),
    fault: fault && { below: folder, ...fault, ...(scenario.always && { always: scenario.always }) },
    retry,
  };
}
