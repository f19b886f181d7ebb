import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './cli.ts';
import {
  filesBelow,
  fingerprints,
  LIGHTROOM_SIDECAR,
  makeSmallLibrary,
  xmpProperties,
} from './small-library.ts';

/** Spec §6, "What must never happen", points 1 to 3, through the program itself on real files. */
const folder = mkdtempSync(join(tmpdir(), 'photo-tag-never-'));
const photos = join(folder, 'photos');
const sidecar = join(photos, '2014-05-03 Rio/IMG_000.jpg.xmp');
const data = ['--data', 'data'];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Written {
  readonly written: number;
  readonly created: number;
  readonly unchanged: number;
  readonly sidecars: readonly { sidecar: string; creates: boolean; adds: readonly string[] }[];
}

describe('what must never happen', () => {
  let originals: string[];
  let before: Record<string, string>;
  let propertiesBefore: Record<string, unknown>;
  let planned: { wouldWrite: number; sidecars: readonly { sidecar: string; adds: readonly string[] }[] };
  let applied: Written;

  beforeAll(async () => {
    await makeSmallLibrary(photos);
    originals = filesBelow(photos).filter((file) => !file.endsWith('.xmp'));
    before = fingerprints(originals);
    propertiesBefore = xmpProperties(sidecar);
    const run = await runCli(['run', 'photos', ...data], folder);
    expect(run).toMatchObject({ code: 0 });
    const dryRun = await runCli(['write', '--json', ...data], folder);
    planned = JSON.parse(dryRun.stdout);
  }, 240_000);

  it('a dry run writes nothing', () => {
    expect(readFileSync(sidecar, 'utf8')).toBe(LIGHTROOM_SIDECAR);
    expect(filesBelow(photos).filter((file) => file.endsWith('.xmp'))).toEqual([sidecar]);
    expect(planned.wouldWrite).toBeGreaterThan(5);
  });

  describe('once tags are written', () => {
    beforeAll(async () => {
      const write = await runCli(['write', '--apply', '--json', ...data], folder);
      expect(write).toMatchObject({ code: 0 });
      applied = JSON.parse(write.stdout);
    }, 120_000);

    it('1. no original has changed: bytes, name, place, mtime or mode', () => {
      expect(fingerprints(originals)).toEqual(before);
    });

    it('2. no keyword and no other property that was in a sidecar is lost or altered', () => {
      const after = xmpProperties(sidecar);
      for (const [name, value] of Object.entries(propertiesBefore)) {
        if (Array.isArray(value) && /Subject$/.test(name)) {
          expect((after[name] as unknown[]).slice(0, value.length), name).toEqual(value);
        } else {
          expect(after[name], name).toEqual(value);
        }
      }
      expect(Object.keys(propertiesBefore).length).toBeGreaterThan(8);
    });

    it('3. what was reported as written is on the disk, and nothing else is', () => {
      expect(applied.written).toBe(planned.wouldWrite);
      expect(applied.sidecars).toHaveLength(applied.written);
      for (const { sidecar: file, adds } of applied.sidecars) {
        const subject = [xmpProperties(file)['XMP-dc:Subject']].flat().map(String);
        expect(adds.length).toBeGreaterThan(0);
        expect(subject).toEqual(expect.arrayContaining([...adds]));
      }
      const onDisk = filesBelow(photos).filter((file) => file.endsWith('.xmp'));
      expect(onDisk).toEqual(applied.sidecars.map((write) => write.sidecar).toSorted());
    });

    it('both files of a duplicate photo have a sidecar', () => {
      expect(filesBelow(photos)).toEqual(
        expect.arrayContaining([
          join(photos, '2014-05-03 Rio/IMG_001.jpg.xmp'),
          join(photos, 'copies/IMG_001 (1).jpg.xmp'),
        ]),
      );
    });

    it('writing twice changes nothing', async () => {
      const files = filesBelow(photos);
      const once = fingerprints(files);
      const again = await runCli(['write', '--apply', '--json', ...data], folder);
      expect(JSON.parse(again.stdout)).toMatchObject({ written: 0, unchanged: applied.written });
      expect(fingerprints(files)).toEqual(once);
    });

    it('a sidecar that cannot be merged is reported as failed, and stays as it is', async () => {
      const broken = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>';
      writeFileSync(sidecar, broken);
      const write = await runCli(['write', '--apply', '--json', ...data], folder);
      expect(write.code).toBe(4);
      expect(JSON.parse(write.stdout)).toMatchObject({ written: 0, problems: [{ sidecar }] });
      expect(readFileSync(sidecar, 'utf8')).toBe(broken);
      writeFileSync(sidecar, LIGHTROOM_SIDECAR);
    });

    it('the audit table tells what was written', () => {
      const audit = readFileSync(join(folder, 'data/audit.csv'), 'utf8');
      expect(audit.split('\n')[0]).toBe('path,added_ck,added_ai,source,timestamp');
      const writes = audit.split('\n').filter((line) => line.includes('written: run'));
      expect(writes).toHaveLength(applied.written);
    });
  });
});
