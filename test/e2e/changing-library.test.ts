import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AccountedFile, accountFiles, summariseFiles } from '../../src/app/account.ts';
import type { Library } from '../../src/app/library.ts';
import { runStages } from '../../src/app/run.ts';
import { openLibrary } from '../../src/compose.ts';
import type { StageName } from '../../src/domain/stage-name.ts';
import { runExiftool } from '../../src/exiftool/run-exiftool.fixture.ts';
import { LIGHTROOM_SIDECAR, renderPicture } from './small-library.ts';

const base = mkdtempSync(join(tmpdir(), 'photo-tag-changing-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const LIGHT: readonly StageName[] = ['scan', 'metadata', 'dates'];

describe('a library that changes between runs', () => {
  let folder: string;
  let library: Library;
  let count = 0;
  beforeEach(async () => {
    folder = join(base, String(count++));
    mkdirSync(join(folder, 'photos/sub'), { recursive: true });
    for (const index of [1, 2, 3]) {
      writeFileSync(join(folder, `photos/IMG_000${index}.jpg`), await renderPicture(index, 320, 214));
    }
    library = await openLibrary({ folder, roots: ['photos'] });
  });
  afterEach(() => library.close());

  const run = (stages = LIGHT) =>
    runStages(library, { stages, command: 'test', signal: new AbortController().signal });
  const path = (name: string) => join(folder, 'photos', name);
  const accounts = async (): Promise<Map<string, AccountedFile>> => {
    const rows = new Map<string, AccountedFile>();
    for await (const row of accountFiles(library.store)) rows.set(row.path, row);
    const { total, byState } = await summariseFiles(library.store);
    expect(total).toBe(rows.size);
    for (const [state, count] of Object.entries(byState)) {
      expect([state, count]).toEqual([state, [...rows.values()].filter((row) => row.state === state).length]);
    }
    return rows;
  };
  const done = async () => (await run()).stages.map((stage) => `${stage.stage} ${stage.done}`);

  it('does nothing the second time', async () => {
    expect(await done()).toEqual(['scan 3', 'metadata 3', 'dates 3']);
    expect(await done()).toEqual(['scan 0', 'metadata 0', 'dates 0']);
  });

  it('reads only what is new', async () => {
    await run();
    writeFileSync(path('IMG_0004.jpg'), await renderPicture(4, 320, 214));
    expect(await done()).toEqual(['scan 1', 'metadata 1', 'dates 4']);
  });

  it('knows a moved file by its bytes: it keeps its decisions, and is not read by exiftool again', async () => {
    await run();
    const sha1 = (await accounts()).get(path('IMG_0001.jpg'))!.sha1!;
    await library.store.tags.putDecision(sha1, { layer: 'CK', name: 'sea', verdict: 'accepted' });
    renameSync(path('IMG_0001.jpg'), path('sub/moved.jpg'));
    const report = await run();
    expect(report.stages.find((stage) => stage.stage === 'metadata')).toMatchObject({ done: 0 });
    const rows = await accounts();
    expect(rows.get(path('IMG_0001.jpg'))).toMatchObject({ state: 'missing' });
    expect(rows.get(path('sub/moved.jpg'))).toMatchObject({ sha1 });
    expect((await library.store.tags.decisionsOf([sha1])).get(sha1)).toHaveLength(1);
  });

  it('marks a vanished file as missing, deletes nothing, and takes it back when it returns', async () => {
    await run();
    const copy = join(folder, 'elsewhere.jpg');
    copyFileSync(path('IMG_0002.jpg'), copy);
    unlinkSync(path('IMG_0002.jpg'));
    await run();
    expect((await accounts()).get(path('IMG_0002.jpg'))).toMatchObject({ state: 'missing' });
    copyFileSync(copy, path('IMG_0002.jpg'));
    await run();
    expect((await accounts()).get(path('IMG_0002.jpg'))).toMatchObject({ state: 'waiting' });
  });

  it('marks nothing as missing when a whole root is gone: the disk may not be mounted', async () => {
    await run();
    renameSync(join(folder, 'photos'), join(folder, 'unmounted'));
    await expect(run()).rejects.toMatchObject({
      code: 'ROOT_MISSING',
      remedy: expect.stringContaining('mounted'),
    });
    expect((await accounts()).get(path('IMG_0002.jpg'))).toMatchObject({ state: 'waiting' });
  });

  it('calls two paths with the same bytes one photo with two files', async () => {
    copyFileSync(path('IMG_0001.jpg'), path('sub/copy of IMG_0001.jpg'));
    await run();
    const rows = await accounts();
    expect(rows.get(path('sub/copy of IMG_0001.jpg'))).toMatchObject({
      state: 'duplicate',
      reason: expect.stringContaining('IMG_0001.jpg'),
    });
    expect(await library.store.files.totals()).toMatchObject({ photos: 3, files: 4 });
  });

  it('knows a picture again whose metadata another program has changed', async () => {
    await run();
    const before = (await accounts()).get(path('IMG_0003.jpg'))!.sha1!;
    await library.store.tags.putDecision(before, { layer: 'AI', name: 'fog', verdict: 'added' });
    runExiftool(['-overwrite_original', '-Artist=Somebody', path('IMG_0003.jpg')]);
    await run();
    const after = (await accounts()).get(path('IMG_0003.jpg'))!.sha1!;
    expect(after).not.toBe(before);
    expect((await library.store.tags.decisionsOf([after])).get(after)).toEqual([
      { layer: 'AI', name: 'fog', verdict: 'added' },
    ]);
  });

  it('reads the keywords of a sidecar, and again when it changes', async () => {
    writeFileSync(path('IMG_0001.xmp'), LIGHTROOM_SIDECAR);
    await run();
    const keywords = async () =>
      (await library.store.files.sidecarKeywordsOf([path('IMG_0001.jpg')])).get(path('IMG_0001.jpg'));
    expect(await keywords()).toMatchObject([
      { subject: ['Família', '2014'], hierarchicalSubject: ['Lugares|Rio'] },
    ]);
    writeFileSync(path('IMG_0001.xmp'), LIGHTROOM_SIDECAR.replace('Família', 'Mar'));
    utimesSync(path('IMG_0001.xmp'), 1_500_000_000, 1_500_000_000);
    expect(await done()).toEqual(['scan 0', 'metadata 1', 'dates 0']);
    expect(await keywords()).toMatchObject([{ subject: ['Mar', '2014'] }]);
  });

  it('refuses a second run on the same library, and names the first', async () => {
    const stop = new AbortController();
    const first = runStages(library, { stages: LIGHT, command: 'first', signal: stop.signal });
    await expect(run()).rejects.toMatchObject({
      code: 'LOCKED',
      message: expect.stringContaining('photo-tag first'),
    });
    await first;
  });
});
