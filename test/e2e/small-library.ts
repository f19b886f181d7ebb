import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { runExiftool } from '../../src/exiftool/run-exiftool.fixture.ts';
import { rdfList } from '../../src/sample/library/rdf-list.ts';

/** A picture that differs with its seed, with enough detail to be a photo to every stage. */
export async function renderPicture(seed: number, widthPx = 640, heightPx = 426): Promise<Buffer> {
  const pixels = Buffer.alloc(widthPx * heightPx * 3);
  const scene = Math.floor(seed / 10);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const at = (y * widthPx + x) * 3;
      const wave = Math.sin(x / (9 + scene * 7) + seed / 15) * Math.cos(y / (13 + scene * 3));
      pixels[at] = 128 + 100 * wave;
      pixels[at + 1] = (x * (scene + 2)) % 256;
      pixels[at + 2] = 255 - ((y * (scene + 3)) % 256);
    }
  }
  return sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 88 })
    .withExif({
      IFD0: { Make: 'Canon', Model: 'Canon EOS 5D', DateTime: `2014:05:03 10:${pad(seed % 60)}:00` },
      IFD2: {
        DateTimeOriginal: `2014:05:03 10:${pad(seed % 60)}:00`,
        ISOSpeedRatings: '100',
        FNumber: '8/1',
        ExposureTime: seed % 2 === 0 ? '1/250' : '30/1',
      },
    })
    .toBuffer();
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** Somebody's sidecar: keywords, a rating, develop settings and a namespace that nobody knows. */
export const LIGHTROOM_SIDECAR = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
    xmlns:own="https://example.org/own/1.0/"
   xmp:Rating="4"
   xmp:Label="Red"
   crs:Version="15.0"
   crs:Exposure2012="+0.85"
   crs:Contrast2012="-12"
   own:Shelf="7b">
${rdfList('dc:subject', 'Bag', ['Família', '2014'])}
${rdfList('lr:hierarchicalSubject', 'Bag', ['Lugares|Rio'])}
${rdfList('crs:ToneCurvePV2012', 'Seq', ['0, 0', '255, 255'])}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`;

/** Two scenes, a duplicate, a sidecar of another program, a broken file. Times are set, so that runs are comparable. */
export async function makeSmallLibrary(folder: string, photosPerScene = 4): Promise<void> {
  for (const scene of [0, 1]) {
    for (let shot = 0; shot < photosPerScene; shot++) {
      put(
        join(folder, `2014-05-03 Rio/IMG_${scene}${pad(shot)}.jpg`),
        await renderPicture(scene * 10 + shot),
      );
    }
  }
  put(join(folder, '2014-05-03 Rio/IMG_000.jpg.xmp'), LIGHTROOM_SIDECAR);
  mkdirSync(join(folder, 'copies'), { recursive: true });
  copyFileSync(join(folder, '2014-05-03 Rio/IMG_001.jpg'), join(folder, 'copies/IMG_001 (1).jpg'));
  put(join(folder, 'misc/notes.jpg'), 'This is a text file with the wrong name.\n');
  put(join(folder, 'misc/empty.jpg'), '');
  for (const file of filesBelow(folder)) utimesSync(file, 1_400_000_000.5, 1_400_000_000.25);
}

function put(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** SHA-1, mtime (ns), mode and inode of files: what must never change of an original. */
export function fingerprints(files: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    files.map((file) => {
      const { mtimeNs, mode, ino, size } = statSync(file, { bigint: true });
      const sha1 = createHash('sha1').update(readFileSync(file)).digest('hex');
      return [file, `${sha1} ${size} ${mtimeNs} ${mode.toString(8)} ${ino}`];
    }),
  );
}

/** Every property of a sidecar as exiftool lists it, by group and name; lists as arrays. */
export function xmpProperties(sidecar: string): Record<string, unknown> {
  const json = runExiftool(['-json', '-G1', '-struct', '-a', '-u', '-XMP:all', sidecar]);
  const [properties] = JSON.parse(json) as Record<string, unknown>[];
  const { SourceFile: _, ...rest } = properties!;
  return rest;
}
