import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasShared, sharedPath } from '../../test/shared.ts';
import { type ListedSidecar, listedByExiftool } from './listed-by-exiftool.fixture.ts';
import { mutatedSidecars } from './mutated-sidecars.fixture.ts';
import { keywordsIn, kindsIn, parsedRdf, withoutKeywords } from './parsed-rdf.fixture.ts';
import type { SidecarWriteResult } from './sidecar-writer.ts';
import { XmpSidecarWriter } from './xmp-sidecar-writer.ts';

/*
 * Every real sidecar that we have, and files made from them by doing odd things to them: written right, or refused and
 * untouched. Judges are saxes and exiftool, each reading the file before and after. PHOTO_TAG_MUTATIONS=1000 and
 * PHOTO_TAG_SEED=7 ask for more and for others.
 */
const COUNT = Number(process.env.PHOTO_TAG_MUTATIONS ?? 60);
const SEED = Number(process.env.PHOTO_TAG_SEED ?? 1);
const OURS = {
  subject: ['CK:flower', 'AI:blue & <glass>', 'CK:São Paulo 🌻'],
  hierarchicalSubject: ['CK|flower', 'AI|blue & <glass>', 'CK|São Paulo 🌻'],
  tagsList: ['CK/flower', 'AI/blue & <glass>', 'CK/São Paulo 🌻'],
};
const LISTS = [OURS.subject, OURS.hierarchicalSubject, OURS.tagsList] as const;

describe.skipIf(!hasShared)('sidecars with all that can be in them (needs ../shared)', () => {
  let folder: string;
  let writer: XmpSidecarWriter;
  const names: string[] = [];
  const mutations = new Map<string, string>();
  const before = new Map<string, Buffer>();
  const results = new Map<string, SidecarWriteResult>();
  const after = new Map<string, Buffer>();
  let listedBefore: ReadonlyMap<string, ListedSidecar>;
  let listedAfter: ReadonlyMap<string, ListedSidecar>;
  const written = () => names.filter((name) => results.get(name)!.status === 'written');
  const what = (name: string) => mutations.get(name)!;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'photo-tag-test-'));
    writer = new XmpSidecarWriter({ exiftoolProcesses: 2 });
    const real = realSidecars();
    const put = (name: string, description: string, bytes: Buffer) => {
      names.push(name);
      mutations.set(name, description);
      before.set(name, bytes);
      writeFileSync(join(folder, name), bytes);
    };
    for (const [path, bytes] of real) put(`r${names.length}.xmp`, path, bytes);
    const utf8 = [...real.values()].filter((bytes) => !bytes.includes(0));
    for (const { name, bytes } of mutatedSidecars(utf8, SEED, COUNT))
      put(`m${names.length}.xmp`, name, bytes);
    listedBefore = listedByExiftool(folder);
    const rest = names.values();
    const write = async () => {
      for (const name of rest)
        results.set(name, await writer.write({ sidecar: join(folder, name), ...OURS }));
    };
    await Promise.all([write(), write(), write(), write()]);
    for (const name of names) after.set(name, readFileSync(join(folder, name)));
    listedAfter = listedByExiftool(folder);
  }, 600_000);
  afterAll(async () => {
    await writer?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('every real one is written, and most of the mutated', () => {
    const real = names.filter((name) => name.startsWith('r'));
    expect(real.length).toBeGreaterThanOrEqual(105);
    expect(real.filter((name) => results.get(name)!.status !== 'written').map(what)).toEqual([]);
    expect(written().length - real.length).toBeGreaterThan(COUNT * 0.5);
    if (process.env.PHOTO_TAG_MUTATIONS) console.log(reasons(names, results));
  });

  test('what is refused is untouched, and says why', () => {
    for (const name of names) {
      const result = results.get(name)!;
      if (result.status !== 'failed') continue;
      expect(after.get(name)!.equals(before.get(name)!), what(name)).toBe(true);
      expect(result.reason, what(name)).toMatch(/^[A-Z“]?.{20,}\.\)?$/su);
    }
  });

  test('what is written is the same RDF but for our keywords, which come last', () => {
    for (const name of written()) {
      const [old, now] = [parsedRdf(before.get(name)!), parsedRdf(after.get(name)!)];
      expect(withoutKeywords(now), what(name)).toEqual(withoutKeywords(old));
      LISTS.forEach((ours, index) => {
        const list = index as 0 | 1 | 2;
        expect(new Set(keywordsIn(now, list)), what(name)).toEqual(
          new Set([...keywordsIn(old, list), ...ours]),
        );
      });
      const kinds = kindsIn(now);
      for (const kind of kindsIn(old)) expect(kinds, what(name)).toContain(kind);
    }
  });

  test('exiftool -X lists the same but for our keywords', () => {
    for (const name of written()) {
      const [old, now] = [listedBefore.get(name)!.rest, listedAfter.get(name)!.rest];
      if (now !== old && !isListedSame(name)) expect(now, what(name)).toBe(old);
    }
  }, 600_000);

  test('exiftool lists our keywords beside those that it listed before', () => {
    const escaped = (text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    // It knows UTF-16 by the packet's wrapper alone, and a packet without x:xmpmeta by "rdf:": nothing before, nothing after.
    const isReadable = (name: string) => listedBefore.get(name)!.rest.includes('<XMP-');
    const readable = written().filter(isReadable);
    expect(readable.length).toBeGreaterThan(written().length * 0.95);
    for (const name of readable) {
      const [old, now] = [listedBefore.get(name)!, listedAfter.get(name)!];
      const wanted = LISTS.map((ours, list) => new Set([...old.keywords[list]!, ...ours.map(escaped)]));
      const listed = now.keywords.map((list) => new Set(list));
      expect(listed, what(name)).toEqual(wanted);
    }
  });

  /**
   * What stands twice exiftool puts in the order of a Perl hash, which is random, and drops what does not fit then. A real
   * difference is there every time.
   */
  const isListedSame = (name: string): boolean => {
    const scratch = mkdtempSync(join(tmpdir(), 'photo-tag-test-'));
    try {
      writeFileSync(join(scratch, 'before.xmp'), before.get(name)!);
      writeFileSync(join(scratch, 'after.xmp'), after.get(name)!);
      const [old, now] = [new Set<string>(), new Set<string>()];
      for (let listing = 0; listing < 12; listing += 1) {
        const listed = listedByExiftool(scratch);
        old.add(listed.get('before.xmp')!.rest);
        now.add(listed.get('after.xmp')!.rest);
      }
      return !old.isDisjointFrom(now);
    } finally {
      rmSync(scratch, { recursive: true });
    }
  };

  test('taken back in two steps, then all at once: the bytes before', async () => {
    for (const name of written()) {
      const result = results.get(name)!;
      const sidecar = join(folder, name);
      const traces = [traceIn(result)];
      const some = { subject: [OURS.subject[1]!], tagsList: [...OURS.tagsList] };
      const first = await writer.remove({ sidecar, remove: some, traces, deleteIfOurs: false });
      expect(first, what(name)).toMatchObject({ status: 'written', change: { remove: some } });
      traces.push(traceIn(first));
      const second = await writer.remove({ sidecar, remove: OURS, traces, deleteIfOurs: false });
      expect(second.status, what(name)).toBe('written');
      expect(readFileSync(sidecar).equals(before.get(name)!), what(name)).toBe(true);
      const again = await writer.write({ sidecar, ...OURS });
      expect(readFileSync(sidecar).equals(after.get(name)!), what(name)).toBe(true);
      await writer.remove({ sidecar, remove: OURS, traces: [traceIn(again)], deleteIfOurs: false });
      expect(readFileSync(sidecar).equals(before.get(name)!), what(name)).toBe(true);
    }
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
  }, 600_000);
});

const traceIn = (result: SidecarWriteResult): string =>
  result.status === 'written' ? (result.change.trace ?? '') : '';

function realSidecars(): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const top of ['sidecars', 'photos']) {
    for (const path of readdirSync(sharedPath(top), { recursive: true, encoding: 'utf8' }).sort()) {
      if (extname(path).toLowerCase() !== '.xmp') continue;
      found.set(join(top, path), readFileSync(join(sharedPath(top), path)));
    }
  }
  return found;
}

function reasons(names: readonly string[], results: ReadonlyMap<string, SidecarWriteResult>): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    const result = results.get(name)!;
    const said =
      result.status === 'failed' ? result.reason.replaceAll(/line \d+|<[^>]*>/g, '…') : result.status;
    counts.set(said, (counts.get(said) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([said, count]) => `${count}\t${said}`)
    .join('\n');
}
