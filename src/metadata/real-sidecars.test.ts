import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasShared, sharedPath } from '../../test/shared.ts';
import { runExiftool } from '../exiftool/run-exiftool.fixture.ts';
import type { SidecarWriteResult } from './sidecar-writer.ts';
import { XmpSidecarWriter } from './xmp-sidecar-writer.ts';

/*
 * 88 darktable sidecars with edit histories and 11 of Lightroom, Camera Raw, Photoshop, Apple Photos, F-Stop, ProCam,
 * f-spot and exiftool (see ../shared/README.md). Held against an exiftool process of the test's own.
 */
const FOLDERS = ['sidecars/darktable', 'sidecars/other'];
const OURS = {
  subject: ['CK:flower', 'AI:blue & <glass>', 'CK:São Paulo'],
  hierarchicalSubject: ['CK|flower', 'AI|blue & <glass>', 'CK|São Paulo'],
};
const SUBJECT = 'XMP-dc:Subject';
const PATHS = 'XMP-lr:HierarchicalSubject';

type Listed = Record<string, unknown>;

describe.skipIf(!hasShared)('sidecars of other programs (needs ../shared)', () => {
  let folder: string;
  let writer: XmpSidecarWriter;
  const before = new Map<string, { bytes: Buffer; listed: Listed }>();
  const results = new Map<string, SidecarWriteResult>();
  const after = new Map<string, { bytes: Buffer; listed: Listed }>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'photo-tag-test-'));
    writer = new XmpSidecarWriter({ exiftoolProcesses: 2 });
    for (const from of FOLDERS) {
      for (const name of readdirSync(sharedPath(from))) {
        writeFileSync(join(folder, name), readFileSync(join(sharedPath(from), name)));
      }
    }
    takeDown(folder, before);
    const names = before.keys();
    const write = async () => {
      for (const name of names)
        results.set(name, await writer.write({ sidecar: join(folder, name), ...OURS }));
    };
    await Promise.all([write(), write(), write(), write()]);
    takeDown(folder, after);
  });
  afterAll(async () => {
    await writer?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('all of them are written', () => {
    expect(before.size).toBeGreaterThanOrEqual(99);
    const others = [...results].filter(([, result]) => result.status !== 'written');
    expect(others).toEqual([]);
  });

  test('every property that exiftool lists before is there after, with its value', () => {
    for (const [name, { listed }] of before) {
      for (const [property, value] of Object.entries(listed)) {
        const now = after.get(name)!.listed[property];
        const ours = property === SUBJECT || property === PATHS;
        if (ours) expect([now].flat().slice(0, [value].flat().length), name).toEqual([value].flat());
        else expect(now, `${name} ${property}`).toEqual(value);
      }
    }
  });

  test('our keywords come last, in our order, and nothing else is new', () => {
    for (const [name, { listed }] of after) {
      expect([listed[SUBJECT]].flat().slice(-3), name).toEqual(OURS.subject);
      expect([listed[PATHS]].flat().slice(-3), name).toEqual(OURS.hierarchicalSubject);
      const news = Object.keys(listed).filter((property) => !(property in before.get(name)!.listed));
      expect(
        news.filter((property) => property !== SUBJECT && property !== PATHS),
        name,
      ).toEqual([]);
    }
  });

  test('every byte stays, in its order, but for the slash of an element that opens up', () => {
    for (const [name, { bytes }] of before) {
      const old = bytes.toString('latin1');
      const opened = old.replace(/\/>(?=\s*<\/rdf:RDF>)/, '>');
      const now = after.get(name)!.bytes.toString('latin1');
      expect(onlyGrew(old, now) || onlyGrew(opened, now), name).toBe(true);
    }
  });

  test('darktable histories are the same to the byte', () => {
    const history = (bytes: Buffer) =>
      /<darktable:history>[\s\S]*<\/darktable:history>/.exec(bytes.toString('latin1'))?.[0];
    const withHistory = [...before].filter(([, { bytes }]) => history(bytes) !== undefined);
    expect(withHistory.length).toBeGreaterThanOrEqual(80);
    for (const [name, { bytes }] of withHistory) {
      expect(history(after.get(name)!.bytes), name).toBe(history(bytes));
    }
  });

  test('what exiftool drops and turns into something else is as it was', () => {
    const emptyMasks = /<darktable:masks_history>\s*<rdf:Seq\/>\s*<\/darktable:masks_history>/;
    const sequence = /<dc:subject>\s*<rdf:Seq>/;
    const having = (pattern: RegExp, from: typeof before) =>
      [...from].filter(([, { bytes }]) => pattern.test(bytes.toString())).map(([name]) => name);
    for (const [pattern, atLeast] of [
      [emptyMasks, 50],
      [sequence, 1],
    ] as const) {
      expect(having(pattern, before).length).toBeGreaterThanOrEqual(atLeast);
      expect(having(pattern, after)).toEqual(having(pattern, before));
    }
    const peer = mkdtempSync(join(tmpdir(), 'photo-tag-test-'));
    const names = [...having(emptyMasks, before).slice(0, 1), ...having(sequence, before).slice(0, 1)];
    for (const name of names) writeFileSync(join(peer, name), before.get(name)!.bytes);
    runExiftool(['-q', '-overwrite_original', '-XMP-dc:Subject+=CK:flower', peer]);
    const lost = names.filter((name) => {
      const text = readFileSync(join(peer, name), 'utf8');
      return !emptyMasks.test(text) && !/<rdf:Seq>\s*<rdf:li>.*<\/rdf:li>[\s\S]*CK:flower/.test(text);
    });
    rmSync(peer, { recursive: true });
    expect(lost).toEqual(names);
  });

  test('a second write changes no byte', async () => {
    const plans = await writer.plan(
      [...before.keys()].map((name) => ({ sidecar: join(folder, name), ...OURS })),
    );
    for (const plan of plans) expect(plan).toMatchObject({ addsSubject: [], addsHierarchicalSubject: [] });
    for (const name of before.keys()) {
      expect(await writer.write({ sidecar: join(folder, name), ...OURS })).toMatchObject({
        status: 'unchanged',
      });
      expect(readFileSync(join(folder, name)).equals(after.get(name)!.bytes), name).toBe(true);
    }
    expect(readdirSync(folder).sort()).toEqual([...before.keys()].sort());
  });
});

function takeDown(folder: string, into: Map<string, { bytes: Buffer; listed: Listed }>): void {
  const options = '-json -G1:4 -struct -a -u -e -n -b -api structformat=JSONQ -ext xmp'.split(' ');
  for (const { SourceFile, ...listed } of JSON.parse(runExiftool([...options, folder])) as (Listed & {
    SourceFile: string;
  })[]) {
    const name = SourceFile.slice(folder.length + 1);
    const properties = Object.entries(listed).filter(
      ([property]) => !/^System:|ExifToolVersion$/.test(property),
    );
    into.set(name, { bytes: readFileSync(SourceFile), listed: Object.fromEntries(properties) });
  }
}

/** True where `after` is `before` with nothing but insertions. */
function onlyGrew(before: string, after: string): boolean {
  let at = 0;
  for (const character of after) if (character === before[at]) at += 1;
  return at === before.length;
}
