import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openLibrary } from '../../src/compose.ts';
import type { PeopleVerdict } from '../../src/domain/detection.ts';
import type { Sha1 } from '../../src/domain/photo.ts';
import { runHere } from './cli-in-process.ts';
import { LIGHTROOM_SIDECAR, xmpProperties } from './small-library.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-private-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const NOBODY = { objects: [], faces: [], hands: [], torsoArea: 0, skinCoverage: 0 };

/** Each photo a cluster of its own, with that verdict; null leaves it unchecked. */
async function check(folder: string, verdicts: Record<string, PeopleVerdict | null>): Promise<void> {
  const library = await openLibrary({ folder, dataFolder: 'data', roots: ['photos'] });
  const { store } = library;
  const files = await store.files.known([join(folder, 'photos')]);
  for (const { path, sha1 } of files) {
    const name = path.split('/').at(-1)!;
    if (!(name in verdicts)) continue;
    await store.clusters.putWindow([alone(sha1!)]);
    const verdict = verdicts[name]!;
    if (verdict !== null) await store.photos.putDetections(sha1!, 'm', NOBODY, { verdict, reason: '' });
  }
  await library.close();
}

const alone = (sha1: Sha1) => ({
  id: `c${sha1}`,
  windowId: `w${sha1}`,
  method: 'single-photo' as const,
  medoid: sha1,
  startMillis: 0,
  endMillis: 0,
  members: [{ sha1, membership: 1, distanceToMedoid: 0, fits: true, burst: null, isBest: true }],
});

const configured = (folder: string, xmp: string) => {
  mkdirSync(join(folder, 'config'), { recursive: true });
  writeFileSync(join(folder, 'config/config.yaml'), `roots: [photos]\nxmp:\n  ${xmp}\n`);
};

it('marks keywords of people sets, of photos in doubt and of those that nobody looked at, and takes all back to the byte', async () => {
  const folder = join(home, 'marks');
  await makeTaggedLibrary(folder, ['people.jpg', 'doubt.jpg', 'unchecked.jpg', 'sea.jpg'], {
    'people.jpg.xmp': LIGHTROOM_SIDECAR,
  });
  await check(folder, {
    'people.jpg': 'people',
    'doubt.jpg': 'undecided',
    'unchecked.jpg': null,
    'sea.jpg': 'no-people',
  });
  configured(folder, "private_prefix: 'PRIVATE:'");
  expect(await runHere(['write', '--apply'], folder)).toMatchObject({ code: 0 });
  const subjectOf = (name: string) => xmpProperties(join(folder, 'photos', `${name}.xmp`))['XMP-dc:Subject'];
  const hidden = ['PRIVATE:CK:night', 'PRIVATE:CK:sea', 'PRIVATE:AI:fog'];
  expect(subjectOf('people.jpg')).toEqual(['Família', 2014, ...hidden]);
  expect(subjectOf('doubt.jpg')).toEqual(hidden);
  expect(subjectOf('unchecked.jpg')).toEqual(hidden);
  expect(subjectOf('sea.jpg')).toEqual(['CK:night', 'CK:sea', 'AI:fog']);
  expect(xmpProperties(join(folder, 'photos/people.jpg.xmp'))['XMP-lr:HierarchicalSubject']).toEqual(
    expect.arrayContaining(['Lugares|Rio', 'PRIVATE|CK|night', 'PRIVATE|AI|fog']),
  );

  const again = await runHere(['write', '--apply'], folder);
  expect(again.stdout).not.toContain('PRIVATE:');
  expect(await runHere(['undo', '--run', '1', '--apply'], folder)).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, 'photos/people.jpg.xmp'), 'utf8')).toBe(LIGHTROOM_SIDECAR);
});

it('takes a private keyword that another program took out for a rejection', async () => {
  const folder = join(home, 'rejects');
  await makeTaggedLibrary(folder, ['people.jpg']);
  await check(folder, { 'people.jpg': 'people' });
  configured(folder, "private_prefix: 'PRIVATE:'");
  expect(await runHere(['write', '--apply'], folder)).toMatchObject({ code: 0 });
  const sidecar = join(folder, 'photos/people.jpg.xmp');
  const text = readFileSync(sidecar, 'utf8');
  writeFileSync(sidecar, text.replace(/\s*<rdf:li>PRIVATE(:CK:|\|CK\|)night<\/rdf:li>/g, ''));
  expect(await runHere(['write', '--apply'], folder)).toMatchObject({ code: 0 });
  expect(xmpProperties(sidecar)['XMP-dc:Subject']).toEqual(['PRIVATE:CK:sea', 'PRIVATE:AI:fog']);
});
