import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { startCli } from './cli.ts';
import { runHere } from './cli-in-process.ts';
import { filesBelow, LIGHTROOM_SIDECAR, xmpProperties } from './small-library.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-killed-write-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Enough that a kill in the middle finds some done, some begun and some not. */
const PHOTOS = 120;
const names = Array.from({ length: PHOTOS }, (_, index) => `${String(index).padStart(3, '0')}.jpg`);
const data = ['--data', 'data'];

const sidecars = () => filesBelow(join(folder, 'photos')).filter((file) => file.endsWith('.xmp'));
const holdsOurs = (file: string) => readFileSync(file, 'utf8').includes('CK:sea');

/** Runs a command and kills it once `isTime`; whether it was killed before it ended by itself. */
async function killWhen(args: readonly string[], isTime: () => boolean): Promise<boolean> {
  const { child, ended } = startCli([...args, ...data], folder);
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (!isOver && !isTime()) await sleep(1);
  child.kill('SIGKILL');
  return (await ended).signal === 'SIGKILL';
}

it('a write and an undo that are killed leave a journal that agrees with the disk', async () => {
  const others = Object.fromEntries(
    names.slice(0, PHOTOS / 2).map((name) => [`${name}.xmp`, LIGHTROOM_SIDECAR]),
  );
  await makeTaggedLibrary(folder, names, others);
  let kills = 0;
  for (const part of [0.1, 0.5]) {
    if (await killWhen(['write', '--apply'], () => sidecars().filter(holdsOurs).length >= PHOTOS * part))
      kills++;
  }
  expect(sidecars().filter(holdsOurs).length).toBeLessThan(PHOTOS);
  if (
    await killWhen(
      ['undo', '--tag', 'sea', '--apply'],
      () => sidecars().filter(holdsOurs).length < PHOTOS / 4,
    )
  ) {
    kills++;
  }
  expect(kills).toBeGreaterThanOrEqual(2);

  // Whatever became of it: nothing that was done is unknown, nothing is taken for another program's deed.
  const rest = await runHere(['undo', '--tag', 'sea', '--apply', '--json', ...data], folder);
  expect(JSON.parse(rest.stdout)).toMatchObject({ problems: [] });
  expect(sidecars().filter(holdsOurs)).toEqual([]);
  const write = await runHere(['write', '--apply', '--json', ...data], folder);
  expect(JSON.parse(write.stdout)).toMatchObject({ findings: [], problems: [] });
  expect(sidecars()).toHaveLength(PHOTOS);
  expect(xmpProperties(sidecars().at(-1)!)['XMP-dc:Subject']).toEqual(
    expect.arrayContaining(['CK:night', 'AI:fog']),
  );

  const all = await runHere(['undo', '--since', '1d', '--apply', '--json', ...data], folder);
  expect(JSON.parse(all.stdout)).toMatchObject({ changed: PHOTOS, whole: PHOTOS / 2, problems: [] });
  expect(sidecars()).toHaveLength(PHOTOS / 2);
  for (const sidecar of sidecars()) expect(readFileSync(sidecar, 'utf8')).toBe(LIGHTROOM_SIDECAR);
  expect(filesBelow(join(folder, 'photos')).filter((file) => basename(file).startsWith('.'))).toEqual([]);
}, 120_000);
