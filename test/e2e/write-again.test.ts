import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runHere } from './cli-in-process.ts';
import { filesBelow, fingerprints, LIGHTROOM_SIDECAR } from './small-library.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-again-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** With a typed node, which RDF has and XMP has not: what exiftool is asked about before it is changed. */
const BEYOND_XMP = LIGHTROOM_SIDECAR.replace(
  '</rdf:Description>',
  '<t:t xmlns:t="urn:t"><t:Thing t:a="1"/></t:t></rdf:Description>',
);

/** The program on a computer without Perl, where no exiftool starts. */
function withoutExiftool(...args: string[]) {
  const program = resolve(import.meta.dirname, '../../bin/photo-tag.js');
  return spawnSync(process.execPath, [program, ...args, '--data', 'data'], {
    cwd: folder,
    env: { PATH: folder },
    encoding: 'utf8',
  });
}

it('writing an unchanged library again starts no exiftool, and touches no file', async () => {
  mkdirSync(join(folder, 'photos'));
  await makeTaggedLibrary(folder, ['a.jpg', 'b.jpg', 'c.jpg'], {
    'b.jpg.xmp': LIGHTROOM_SIDECAR,
    'c.jpg.xmp': BEYOND_XMP,
  });
  expect(withoutExiftool('write', '--apply', '--json')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/perl/i),
  });
  const first = await runHere(['write', '--apply', '--json', '--data', 'data'], folder);
  expect(JSON.parse(first.stdout)).toMatchObject({ problems: [] });

  const before = fingerprints(filesBelow(join(folder, 'photos')));
  const again = withoutExiftool('write', '--apply', '--json');
  expect(again).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(again.stdout)).toMatchObject({ written: 0, unchanged: 3, problems: [] });
  expect(fingerprints(filesBelow(join(folder, 'photos')))).toEqual(before);
});
