import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountedFile } from '../../src/app/account.ts';
import { ordinaryUser, runCli } from './cli.ts';
import { renderPicture } from './small-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-odd-'));
const photos = join(folder, 'photos');
const user = ordinaryUser();

afterAll(() => {
  chmodSync(join(photos, 'closed'), 0o755);
  rmSync(folder, { recursive: true, force: true });
});

/** Names that are legal on a disk and a trap for programs; each is a photo of its own. */
const NAMES = [
  'with spaces.jpg',
  'with "double" and \'single\' quotes.jpg',
  'with a\nnewline.jpg',
  '-leading-dash.jpg',
  'caf\u00e9 as NFC.jpg',
  'cafe\u0301 as NFD.jpg',
  `${'n'.repeat(196)}.jpg`,
  '100% #1 {a} [b] $HOME `x`;&.jpg',
  'UPPER.JPG',
];

describe('a library with everything that disks hold', () => {
  let files: Map<string, AccountedFile>;
  beforeAll(async () => {
    mkdirSync(join(photos, 'deep'), { recursive: true });
    for (const [index, name] of NAMES.entries())
      writeFileSync(join(photos, name), await renderPicture(index));
    writeFileSync(join(photos, 'zero.jpg'), '');
    writeFileSync(join(photos, 'text.jpg'), 'Dear diary,\n');
    writeFileSync(
      Buffer.concat([Buffer.from(`${photos}/latin`), Buffer.from([0xe9]), Buffer.from('.jpg')]),
      'x',
    );
    writeFileSync(join(photos, '._IMG_0001.JPG'), 'AppleDouble');
    const wide = { create: { width: 30_000, height: 400, channels: 3 as const, background: '#336699' } };
    await sharp(wide).png().toFile(join(photos, 'wide.png'));
    symlinkSync('..', join(photos, 'deep/loop'));
    symlinkSync('/etc', join(photos, 'deep/outside'));
    mkdirSync(join(photos, 'closed'));
    writeFileSync(join(photos, 'closed/hidden.jpg'), await renderPicture(99));
    chmodSync(join(photos, 'closed'), 0o000);
    chmodSync(folder, 0o777);
    const run = await runCli(['run', 'photos', '--data', 'data'], folder, user ?? {});
    expect(run).toMatchObject({ code: 0 });
    const status = await runCli(['status', '--files', '--json', '--data', 'data'], folder);
    const rows = status.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AccountedFile);
    files = new Map(rows.map((row) => [row.path, row]));
  }, 240_000);

  it.each(NAMES)('works on the photo %j like on any other', (name) => {
    expect(files.get(join(photos, name))).toMatchObject({ state: 'tagged' });
  });

  it.each([
    { name: 'zero.jpg', state: 'failed', reason: /empty/i },
    { name: 'text.jpg', state: 'failed', reason: /TXT|no picture|not a picture/i },
    { name: 'latin\ufffd.jpg', state: 'failed', reason: /UTF-8/ },
    { name: '._IMG_0001.JPG', state: 'skipped', reason: /exclude_regex/ },
    { name: 'deep/loop', state: 'skipped', reason: /symbolic link/ },
    { name: 'deep/outside', state: 'skipped', reason: /symbolic link/ },
  ])('keeps $name as a row: $state', ({ name, state, reason }) => {
    const row = files.get(join(photos, name));
    expect(row).toMatchObject({ state });
    expect(row?.reason).toMatch(reason);
  });

  it('makes a proxy of a picture 30,000 pixels wide', () => {
    expect(files.get(join(photos, 'wide.png'))).toMatchObject({ stage: null });
  });

  it.skipIf(user === null)('keeps a folder that it may not read as a row', () => {
    expect(files.get(join(photos, 'closed'))).toMatchObject({ state: 'failed' });
  });

  it('follows links inside the roots when asked to, once, and never out of them', async () => {
    writeFileSync(join(folder, 'links.yaml'), 'index: { follow_symlinks: true }\n');
    const args = ['scan', 'photos', '--config', 'links.yaml', '--data', 'links', '--json'];
    const run = await runCli(args, folder);
    expect(run).toMatchObject({ code: 0 });
    const status = await runCli(['status', '--files', '--json', '--data', 'links'], folder);
    const rows = status.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AccountedFile);
    expect(rows.filter((row) => row.path.includes('loop/'))).toEqual([]);
    expect(rows.find((row) => row.path === join(photos, 'deep/outside'))).toMatchObject({
      state: 'skipped',
      reason: expect.stringContaining('out of the roots'),
    });
  });
});
