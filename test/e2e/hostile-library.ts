import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { writeAudit } from '../../src/app/audit.ts';
import { runStages } from '../../src/app/run.ts';
import { openLibrary } from '../../src/compose.ts';
import { renderPicture } from './small-library.ts';

/** Runs where it is taken for HTML; what is left of it is text. No `/`: it is part of a file's name as well. */
const attack = (where: string): string => `<img src=x onerror=window.hit='${where}'>`;
/** Runs where a spreadsheet takes it for a formula. */
const formula = (where: string): string => `=HYPERLINK("http:evil?${where}")`;

/** What somebody who only gives photos away can put into them: each is a text that has to stand on the page as it is. */
export const HOSTILE = {
  folder: `${attack('folder')} =1+1`,
  file: `${formula('file')}${attack('file')}.jpg`,
  brokenFile: `@SUM(1)${attack('broken')}.jpg`,
  camera: attack('camera'),
  keyword: `${formula('keyword')}${attack('keyword')}`,
  tag: `=1+1${attack('tag')}`,
  reason: attack('reason'),
  configComment: `# ${attack('config')}</script><script>window.hit='config'</script>`,
} as const;

const CLUSTER = 'c00000000000a';

/** A library of two photos in one cluster and a broken file, scanned, with proposals as taggers would make them. */
export async function makeHostileLibrary(home: string): Promise<void> {
  const folder = join(home, 'photos', HOSTILE.folder);
  const put = (name: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  for (const [seed, name] of [HOSTILE.file, 'plain.jpg'].entries()) {
    const exif = {
      IFD0: { Make: HOSTILE.camera, Model: HOSTILE.camera },
      IFD2: { DateTimeOriginal: `2014:05:03 10:0${seed}:00` },
    };
    put(
      name,
      await sharp(await renderPicture(seed, 320, 213))
        .withExif(exif)
        .jpeg()
        .toBuffer(),
    );
  }
  put(HOSTILE.brokenFile, 'no picture');
  put(`${HOSTILE.file}.xmp`, sidecarOf(HOSTILE.keyword));
  // No XMP: why it cannot be written says its name.
  put('plain.jpg.xmp', `<${attack('sidecar')}`);
  mkdirSync(join(home, 'config'), { recursive: true });
  writeFileSync(join(home, 'config/config.yaml'), `${HOSTILE.configComment}\nroots: [photos]\n`);
  await propose(home);
}

async function propose(home: string): Promise<void> {
  const library = await openLibrary({ folder: home });
  try {
    const signal = new AbortController().signal;
    await runStages(library, { stages: ['scan', 'metadata', 'dates', 'proxies'], command: 'test', signal });
    const { store } = library;
    const files = await store.files.page({ after: null, limit: 10 });
    const sha1s = files
      .filter(({ path }) => !path.endsWith(HOSTILE.brokenFile))
      .flatMap(({ sha1 }) => sha1 ?? []);
    const proposed = { score: 0.9, reason: HOSTILE.reason, source: 'captions', model: 'made' };
    for (const sha1 of sha1s) {
      const proposals = [{ layer: 'AI' as const, name: HOSTILE.tag, ...proposed }];
      await store.tags.putProposals('AI', { sha1, proposals });
    }
    await writeAudit(library);
    const member = { membership: 1, distanceToMedoid: 0, fits: true, burst: null, isBest: true };
    const hostile = files.find(({ path }) => path.endsWith(HOSTILE.file))!.sha1!;
    await store.clusters.putWindow([
      {
        id: CLUSTER,
        windowId: 'w1',
        method: 'hdbscan',
        medoid: hostile,
        startMillis: Date.UTC(2014, 4, 3, 10),
        endMillis: Date.UTC(2014, 4, 3, 10, 1),
        members: [hostile, ...sha1s.filter((sha1) => sha1 !== hostile)].map((sha1) => ({ sha1, ...member })),
      },
    ]);
  } finally {
    await library.close();
  }
}

const sidecarOf = (keyword: string): string => `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag>
<rdf:li>${keyword.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</rdf:li>
</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
