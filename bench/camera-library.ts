import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import sharp from 'sharp';
import { hasShared, sharedPath } from '../test/shared.ts';

/** Files of a folder: about as many as a card holds in one of its folders. */
const FILES_PER_FOLDER = 100;

/** Folders of ../shared/photos/camera/jpg with whole files of cameras and phones. */
const CAMERA_FOLDERS = ['', 'exif-org', 'gps', 'hdr', 'mobile', 'tests'];

/**
 * Writes a library of JPEG files with EXIF and maker notes, each with bytes of its own: a comment that holds seed and
 * number is put behind SOI. The pictures are camera files from ../shared, or rendered where it is missing.
 * @returns what the files were made of, for the report.
 */
export async function writeCameraLibrary(folder: string, size: number, seed: number): Promise<string> {
  const samples = hasShared ? await cameraFiles() : await renderedFiles();
  for (let index = 0; index < size; index++) {
    const inFolder = join(folder, `roll-${String(Math.floor(index / FILES_PER_FOLDER)).padStart(4, '0')}`);
    if (index % FILES_PER_FOLDER === 0) await mkdir(inFolder, { recursive: true });
    const sample = samples[(index + seed) % samples.length]!;
    const name = `IMG_${String(index).padStart(5, '0')}.JPG`;
    await writeFile(join(inFolder, name), [commentHead(`seed ${seed}, photo ${index}`), sample.subarray(2)]);
  }
  return hasShared ? `${samples.length} camera files of ../shared` : 'rendered JPEGs (../shared is missing)';
}

/** SOI and a COM segment (ISO/IEC 10918-1 B.2.4.5): the first bytes of a file, in place of its SOI. */
function commentHead(text: string): Buffer {
  const comment = Buffer.from(text);
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 0]);
  head.writeUInt16BE(comment.length + 2, 4);
  return Buffer.concat([head, comment]);
}

async function cameraFiles(): Promise<Buffer[]> {
  const samples: Buffer[] = [];
  for (const folder of CAMERA_FOLDERS) {
    const path = sharedPath(join('photos/camera/jpg', folder));
    for (const entry of (await readdir(path, { withFileTypes: true })).toSorted((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (!entry.isFile() || extname(entry.name) !== '.jpg' || entry.name === 'corrupted.jpg') continue;
      samples.push(await readFile(join(path, entry.name)));
    }
  }
  return samples;
}

async function renderedFiles(): Promise<Buffer[]> {
  return await Promise.all(
    [1600, 2400, 3200].map((width, index) =>
      sharp({
        create: {
          width,
          height: (width * 3) / 4,
          channels: 3,
          background: 'gray',
          noise: { type: 'gaussian', mean: 128, sigma: 30 },
        },
      })
        .jpeg({ quality: 80 })
        .withExif({
          IFD0: { Make: 'Example', Model: `Model ${index}`, Software: 'bench', Orientation: '1' },
          IFD2: {
            DateTimeOriginal: `2014:05:0${index + 1} 10:22:07`,
            ISOSpeedRatings: String(100 << index),
            ExposureTime: '1/250',
            FNumber: '56/10',
            FocalLength: '50/1',
            Flash: '16',
          },
        })
        .toBuffer(),
    ),
  );
}
