import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmpSidecarWriter } from '../../src/metadata/xmp-sidecar-writer.ts';
import { fingerprints, LIGHTROOM_SIDECAR } from './small-library.ts';

/*
 * Run on a disk of its own, whose folder is the argument: sidecars for twenty photos, half of which have one, while the
 * disk has room for a few; then again, once there is room. Tells what happened as JSON.
 */
const folder = process.argv[2]!;
const fill = process.argv[3]!;
const library = join(folder, 'library');
mkdirSync(library);
mkdirSync(join(folder, 'ballast'));

const photos = Array.from({ length: 20 }, (_, index) => join(library, `IMG_${index}.jpg`));
for (const [index, photo] of photos.entries()) {
  writeFileSync(photo, `pixels ${index}`);
  if (index % 2 === 0) writeFileSync(`${photo}.xmp`, LIGHTROOM_SIDECAR);
}
const originals = fingerprints(photos);

/** Until a few blocks, or a few files, are left. */
for (let index = 0; ; index += 1) {
  const { bavail, ffree } = statfsSync(folder);
  if (fill === 'blocks' ? bavail <= 6 : ffree <= 6) break;
  writeFileSync(join(folder, 'ballast', `${index}`), fill === 'blocks' ? 'x' : '');
}

const writer = new XmpSidecarWriter();
const keywords = { subject: ['CK:flower'], hierarchicalSubject: ['CK|flower'] };
async function writeAll() {
  const results = [];
  for (const photo of photos) results.push(await writer.write({ sidecar: `${photo}.xmp`, ...keywords }));
  return {
    results,
    sidecars: photos.map((photo) => {
      try {
        return readFileSync(`${photo}.xmp`, 'utf8');
      } catch {
        return null;
      }
    }),
    others: readdirSync(library).filter((name) => !/^IMG_\d+\.jpg(\.xmp)?$/.test(name)),
    originalsAreSame: JSON.stringify(fingerprints(photos)) === JSON.stringify(originals),
  };
}
const whileFull = await writeAll();
rmSync(join(folder, 'ballast'), { recursive: true });
const afterwards = await writeAll();
await writer.close();
process.stdout.write(JSON.stringify({ whileFull, afterwards }));
