import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseSidecar, indexFolder } from '../../src/algorithms/sidecar-path.ts';
import type { SidecarWriteResult } from '../../src/metadata/sidecar-writer.ts';
import { XmpSidecarWriter } from '../../src/metadata/xmp-sidecar-writer.ts';
import { LIGHTROOM_SIDECAR } from './small-library.ts';
import { runCases } from './write-faults.ts';
import {
  caseOf,
  changedOriginals,
  FLOWER,
  leftoversBelow,
  prepare,
  SCENARIOS,
  sidecarsBelow,
} from './write-faults-library.fixture.ts';

/* Disks that are full, and disks that cannot do everything: real ones where this machine lets us have them. */

const root = mkdtempSync(join(tmpdir(), 'photo-tag-disks-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a small disk', () => {
  const DISK = new URL('./write-faults-small-disk.fixture.ts', import.meta.url).pathname;
  /** In a name space of its own: nothing is left mounted, and no root is needed where the kernel allows it. */
  const mounted = (options: string, fill: string) =>
    spawnSync(
      'unshare',
      [
        '-rm',
        'sh',
        '-c',
        `mount -t tmpfs -o ${options} none "$1" && exec "$2" "$3" "$1" ${fill}`,
        'sh',
        mkdtempSync(join(root, 'disk-')),
        process.execPath,
        DISK,
      ],
      { encoding: 'utf8' },
    );
  const can = spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs none /tmp']).status === 0;

  interface Round {
    readonly results: readonly SidecarWriteResult[];
    readonly sidecars: readonly (string | null)[];
    readonly others: readonly string[];
    readonly originalsAreSame: boolean;
  }

  beforeEach(({ skip }) => skip(!can, 'no small disk can be mounted (unshare -rm)'));
  it.each([
    { full: 'no room for data', options: 'size=1m', fill: 'blocks' },
    { full: 'no room for another file', options: 'size=4m,nr_inodes=90', fill: 'files' },
  ])(
    'that has $full: what fits is written, the rest is told, and the next run writes it',
    ({ options, fill }) => {
      const { stdout, stderr } = mounted(options, fill);
      expect(stderr).toBe('');
      const { whileFull, afterwards } = JSON.parse(stdout) as { whileFull: Round; afterwards: Round };
      const statuses = new Set(whileFull.results.map(({ status }) => status));
      expect([...statuses].toSorted()).toEqual(['failed', 'written']);
      for (const [index, result] of whileFull.results.entries()) {
        const sidecar = whileFull.sidecars[index];
        if (result.status === 'failed') {
          expect(result.reason).toMatch(/is full.*Free some space and write again/);
          expect(sidecar).toBe(index % 2 === 0 ? LIGHTROOM_SIDECAR : null);
        } else {
          expect(sidecar).toMatch(/CK:flower[\s\S]*<\?xpacket end="w"\?>\n?$/);
        }
      }
      for (const round of [whileFull, afterwards]) {
        expect(round.others).toEqual([]);
        expect(round.originalsAreSame).toBe(true);
      }
      for (const [index, { status }] of afterwards.results.entries()) {
        expect(status).toBe(whileFull.results[index]!.status === 'failed' ? 'written' : 'unchanged');
        expect(afterwards.sidecars[index]).toContain('CK:flower');
      }
    },
  );
});

/** Every call of that name fails so, for as long as the write goes on. */
describe('a disk that fails on', () => {
  const [fresh, existing] = SCENARIOS;
  const says = {
    full: /is full.*Free some space/,
    share: /disk or network share .* failed .*write again/,
    permission: /No permission to write .*Allow your user/,
    joined: /joined from several disks. Set xmp.sidecar_root/,
    busy: /in use by another program.*Close it/,
    unsure: /does not confirm it .* looks again/,
  };
  it.each([
    { always: { sync: 'ENOSPC' }, reason: says.full, why: 'delayed allocation' },
    { always: { sync: 'EDQUOT' }, reason: says.full, why: 'a quota' },
    { always: { close: 'EDQUOT' }, reason: says.full, why: 'a quota on NFS, told at the close' },
    { always: { sync: 'EIO' }, reason: says.share, why: '' },
    { always: { rename: 'EPERM', link: 'EPERM' }, reason: says.permission, why: 'a network share' },
    { always: { rename: 'EXDEV', link: 'EXDEV' }, reason: says.joined, why: 'a union of disks' },
    { always: { rename: 'EIO', link: 'EIO' }, reason: says.share, why: '' },
    {
      always: { rename: 'ESTALE', link: 'ESTALE' },
      reason: says.share,
      why: 'an NFS server that was restarted',
    },
    { always: { rename: 'EBUSY', link: 'EBUSY' }, reason: says.busy, why: 'a share of Windows' },
    { always: { rename: 'lost-answer', link: 'lost-answer' }, reason: null, why: 'it was done' },
    { always: { link: 'EPERM' }, reason: null, why: 'FAT' },
    { always: { chmod: 'EPERM', chown: 'EPERM' }, reason: null, why: 'FAT' },
    { always: { readdir: 'EACCES' }, reason: null, why: 'a folder that is not to be listed' },
    { always: { unlink: 'EACCES' }, reason: null, why: 'a folder where nothing is to be deleted' },
  ])('$always ($why) says: $reason', async ({ always, reason }) => {
    for (const scenario of [fresh!, existing!]) {
      const prepared = prepare(mkdtempSync(join(root, 'case-')), scenario);
      const fault = { at: 0, kind: '' };
      const { answers, complaints } = await runCases([
        caseOf({ ...scenario, always }, prepared.folder, fault),
      ]);
      expect(complaints).toBe('');
      const { result } = answers[0]!;
      expect(changedOriginals(prepared)).toEqual([]);
      if (reason === null) {
        expect(result).toMatchObject({ status: 'written' });
        expect(readFileSync(join(prepared.folder, scenario.sidecar), 'utf8')).toContain('CK:flower');
      } else {
        expect(result).toMatchObject({ status: 'failed', reason: expect.stringMatching(reason) });
        expect(sidecarsBelow(prepared.folder)).toEqual(prepared.before);
        expect(leftoversBelow(prepared.folder)).toEqual([]);
      }
    }
  });

  it('reading back, and on it alone: neither written nor lost, and known to be so', async () => {
    for (const scenario of [fresh!, existing!]) {
      const probe = prepare(mkdtempSync(join(root, 'case-')), scenario);
      const { answers } = await runCases([caseOf(scenario, probe.folder, { at: 0, kind: '' })]);
      const at = answers[0]!.calls.findLastIndex((call) => call.startsWith('handle.readFile')) + 1;
      const prepared = prepare(mkdtempSync(join(root, 'case-')), scenario);
      const cut = await runCases([caseOf(scenario, prepared.folder, { at, kind: 'EIO' })]);
      expect(cut.answers[0]!.result).toMatchObject({
        status: 'failed',
        unsettled: true,
        reason: expect.stringMatching(says.unsure),
      });
    }
  });
});

/** exFAT knows no upper and lower case, no hard links, no owners and no modes: memory cards and USB disks have it. */
describe('a real exFAT disk', () => {
  const image = join(root, 'exfat.img');
  const at = join(root, 'card');
  let device: string | null = null;
  const mount = () => {
    const script = `mkdir -p "$2" && truncate -s 16m "$1" && mkfs.exfat "$1" >/dev/null && loop=$(losetup -f --show "$1") && echo $loop && mount.exfat-fuse $loop "$2" >/dev/null`;
    const { status, stdout } = spawnSync('sh', ['-c', script, 'sh', image, at], { encoding: 'utf8' });
    device = stdout.trim() || null;
    return status === 0;
  };
  const unmount = () => {
    spawnSync('umount', [at]);
    if (device) spawnSync('losetup', ['-d', device]);
  };
  let folder: string;
  let writer: XmpSidecarWriter;
  let isMounted = false;
  beforeAll(() => {
    isMounted = process.getuid?.() === 0 && mount();
  });
  afterAll(unmount);
  beforeEach(({ skip }) => {
    skip(!isMounted, 'no exFAT disk can be mounted (that takes root, exfatprogs and exfat-fuse)');
    folder = mkdtempSync(join(at, 'photos-'));
    writer = new XmpSidecarWriter();
  });
  afterEach(async () => writer?.close());

  it('keeps the spelling of a sidecar that is there, and makes no second one', async () => {
    expect(existsSync(at.toUpperCase())).toBe(false);
    writeFileSync(join(folder, 'IMG_1.JPG'), 'pixels');
    writeFileSync(join(folder, 'img_1.jpg.XMP'), LIGHTROOM_SIDECAR);
    const choice = chooseSidecar('IMG_1.JPG', indexFolder(readdirSync(folder)), 'auto');
    expect(choice).toMatchObject({ name: 'img_1.jpg.XMP', exists: true });
    // Also where somebody asks for it by another spelling, at the same time.
    const [one, other] = await Promise.all(
      ['img_1.jpg.XMP', 'IMG_1.JPG.xmp'].map((name, index) =>
        writer.write({ ...FLOWER, subject: [`CK:${index}`], sidecar: join(folder, name) }),
      ),
    );
    expect(readdirSync(folder).map((name) => name.toLowerCase())).toEqual(['img_1.jpg', 'img_1.jpg.xmp']);
    const text = readFileSync(join(folder, 'img_1.jpg.XMP'), 'utf8');
    expect(text).toContain('Família');
    // The kernel keeps what it knows of a file by spelling, so one of them may have to give up; it says so then.
    const written = [one!, other!].map((result) => result.status === 'written');
    expect(written).toContain(true);
    expect([text.includes('CK:0'), text.includes('CK:1')]).toEqual(written);
  });

  it('takes new sidecars although it has no hard links', async () => {
    const sidecar = join(folder, 'IMG_2.jpg.xmp');
    expect(await writer.write({ sidecar, ...FLOWER })).toMatchObject({ status: 'written' });
    expect(readdirSync(folder)).toEqual(['IMG_2.jpg.xmp']);
  });

  it('says so where it does not take a name', async () => {
    const result = await writer.write({ sidecar: join(folder, 'a:b?.xmp'), ...FLOWER });
    expect(result).toMatchObject({ status: 'failed', reason: expect.stringContaining('Rename the photo') });
    expect(readdirSync(folder)).toEqual([]);
  });
});
