import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ordinaryUser } from './cli.ts';
import { filesBelow, fingerprints, LIGHTROOM_SIDECAR } from './small-library.ts';
import { runCases } from './write-faults.ts';
import type { FaultAnswer } from './write-faults-child.fixture.ts';
import { FLOWER } from './write-faults-library.fixture.ts';

/*
 * A folder in which something is in the way of some sidecars, written by an ordinary user: each of them is told with
 * what to do, nothing of it is touched, and all the others are written.
 */
const user = ordinaryUser();
const folder = mkdtempSync(join(tmpdir(), 'photo-tag-obstacles-'));
const at = (name: string) => join(folder, name);

const OBSTACLES: readonly { what: string; name: string; lay: () => void; says: RegExp }[] = [
  {
    what: 'a folder with the name of the sidecar',
    name: 'folder.xmp',
    lay: () => mkdirSync(at('folder.xmp')),
    says: /is a folder. Rename it/,
  },
  {
    what: 'a link to nothing',
    name: 'dangling.xmp',
    lay: () => symlinkSync('nowhere.xmp', at('dangling.xmp')),
    says: /a link to a file that is not there/,
  },
  {
    what: 'a link in a circle',
    name: 'circle.xmp',
    lay: () => symlinkSync('circle.xmp', at('circle.xmp')),
    says: /leads in a circle. Remove it/,
  },
  {
    what: 'a link to an original',
    name: 'original.xmp',
    lay: () => symlinkSync('photo.jpg', at('original.xmp')),
    says: /is not an .xmp file/,
  },
  {
    what: 'a read-only sidecar',
    name: 'locked.xmp',
    lay: () => {
      writeFileSync(at('locked.xmp'), LIGHTROOM_SIDECAR);
      chmodSync(at('locked.xmp'), 0o444);
    },
    says: /No permission to write .* Allow your user/,
  },
  {
    what: 'a sidecar that may not be read',
    name: 'secret.xmp',
    lay: () => {
      writeFileSync(at('secret.xmp'), LIGHTROOM_SIDECAR);
      chmodSync(at('secret.xmp'), 0o000);
    },
    says: /No permission to write .* Allow your user/,
  },
  {
    what: 'a read-only folder',
    name: 'closed/new.xmp',
    lay: () => {
      mkdirSync(at('closed'));
      chmodSync(at('closed'), 0o555);
    },
    says: /No permission to write .*sidecar_root/,
  },
  {
    what: 'a folder that is not there',
    name: 'unplugged/new.xmp',
    lay: () => undefined,
    says: /is not there. Is its drive connected/,
  },
  {
    what: 'a file where a folder should be',
    name: 'photo.jpg/new.xmp',
    lay: () => undefined,
    says: /not take the sidecar's name|is not there/,
  },
  {
    what: 'a pipe',
    name: 'pipe.xmp',
    lay: () => spawnSync('mkfifo', [at('pipe.xmp')]),
    says: /a device or a pipe/,
  },
  {
    what: 'a name of 256 bytes',
    name: `${'n'.repeat(252)}.xmp`,
    lay: () => undefined,
    says: /name is too long.*Rename the photo/,
  },
  {
    what: 'no XMP',
    name: 'notes.xmp',
    lay: () => writeFileSync(at('notes.xmp'), 'Dear diary,\n'),
    says: /./,
  },
];

/** In nobody's way. */
const FREE = [
  ...Array.from({ length: 20 }, (_, index) => `free-${index}.xmp`),
  `${'n'.repeat(251)}.xmp`,
  `${'ä'.repeat(125)}.xmp`,
  `${'m'.repeat(140)}.xmp`,
  'outside.xmp',
];

describe.skipIf(user === null)('among sidecars that are in the way of writing', () => {
  const answers = new Map<string, FaultAnswer['result']>();
  let before: Record<string, string>;
  const original = at('photo.jpg');
  /** Whatever is there, without looking into what may not be read or has no end. */
  const standing = () =>
    Object.fromEntries(
      OBSTACLES.map(({ name }) => [
        name,
        (() => {
          try {
            const stats = lstatSync(at(name));
            const content = stats.isSymbolicLink() ? readlinkSync(at(name)) : '';
            return `${stats.mode} ${stats.size} ${stats.mtimeMs} ${stats.isFile() ? readFileSync(at(name)) : content}`;
          } catch (error) {
            return (error as NodeJS.ErrnoException).code;
          }
        })(),
      ]),
    );
  let standingBefore: ReturnType<typeof standing>;

  beforeAll(async () => {
    chmodSync(folder, 0o777);
    writeFileSync(original, 'pixels');
    mkdirSync(at('elsewhere'));
    chmodSync(at('elsewhere'), 0o777);
    writeFileSync(at('elsewhere/shared.xmp'), LIGHTROOM_SIDECAR);
    chmodSync(at('elsewhere/shared.xmp'), 0o666);
    symlinkSync('elsewhere/shared.xmp', at('outside.xmp'));
    for (const { lay } of OBSTACLES) lay();
    before = fingerprints([original]);
    standingBefore = standing();
    const names = OBSTACLES.flatMap(({ name }, index) => [name, ...FREE.slice(index * 2, index * 2 + 2)]);
    const all = await runCases(
      names.map((name) => ({
        request: { write: { sidecar: at(name), ...FLOWER } },
        mirrorRoot: null,
        fault: null,
        retry: false,
      })),
      { user: user ?? {} },
    );
    expect(all.complaints).toBe('');
    for (const [index, name] of names.entries()) answers.set(name, all.answers[index]!.result);
  });
  afterAll(() => {
    chmodSync(at('closed'), 0o755);
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(OBSTACLES)('$what is told, with what to do', ({ name, says }) => {
    expect(answers.get(name)).toMatchObject({ status: 'failed', reason: expect.stringMatching(says) });
  });

  it(`the ${FREE.length} others are written, long names and a link to another folder too`, () => {
    expect(FREE.filter((name) => answers.get(name)?.status !== 'written')).toEqual([]);
    for (const name of FREE) expect(readFileSync(at(name), 'utf8')).toContain('CK:flower');
    expect(lstatSync(at('outside.xmp')).isSymbolicLink()).toBe(true);
  });

  it('what was in the way, and the original, is as it was, and nothing else is there', () => {
    expect(standing()).toEqual(standingBefore);
    expect(fingerprints([original])).toEqual(before);
    const hidden = filesBelow(folder).filter((path) => path.includes('photo-tag-', folder.length));
    expect(hidden).toEqual([]);
    expect(readdirSync(at('elsewhere'))).toEqual(['shared.xmp']);
  });
});
