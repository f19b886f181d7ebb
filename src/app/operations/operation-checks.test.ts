import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadSettings } from '../../config/load.ts';
import { noteRestore } from '../backup/half-restored.ts';
import { noteBackup } from '../backup/last-backup.ts';
import { operationChecks } from './operation-checks.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-operation-checks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const now = new Date('2026-06-15T12:00:00Z');
const settings = loadSettings({ folder, dataFolder: 'data' });
const check = async (what: string) => (await operationChecks(settings, now)).find((one) => one.what === what);

it('says nothing of backups before there is a library, and then how old the last one is', async () => {
  expect(await check('backup')).toBeUndefined();
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'index.sqlite'), 'x'.repeat(2_000_000));
  expect(await check('backup')).toMatchObject({ state: 'warning', finding: 'none was ever made' });

  const file = join(folder, 'safe.sqlite');
  writeFileSync(file, '');
  noteBackup(settings.dataFolder, { madeAt: '2026-06-14T11:00:00Z', file, bytes: 1 });
  expect(await check('backup')).toMatchObject({
    state: 'ok',
    finding: `${file}, 1 day old, on the disk of the library`,
  });
  rmSync(file);
  noteBackup(settings.dataFolder, { madeAt: '2026-06-01T11:00:00Z', file, bytes: 1 });
  expect(await check('backup')).toMatchObject({
    state: 'warning',
    finding: `${file}, 14 days old, not to be seen from here`,
  });
});

it('names what upgrades and restores left, and a restore that was stopped', async () => {
  expect(await check('database')).toMatchObject({ finding: '2.0 MB', remedy: '' });
  writeFileSync(join(folder, 'data', 'index.sqlite.before-upgrade-018'), 'x'.repeat(1_000_000));
  expect(await check('database')).toMatchObject({
    finding: '2.0 MB, and 1 kept aside by upgrades and restores, 1.0 MB',
    remedy: expect.stringContaining('index.sqlite.before-upgrade-018'),
  });
  expect(await check('restore')).toBeUndefined();
  noteRestore(settings.dataFolder, { from: '/safe.sqlite', suffix: '.before-restore-x' });
  expect(await check('restore')).toMatchObject({
    state: 'missing',
    remedy: 'Run it again: photo-tag restore /safe.sqlite --replace',
  });
});

it('says for how many photos there is space, and what the log is', async () => {
  expect((await check('space for proxies'))?.finding).toMatch(/^\d+ GB free, for some [\d,]+ photos more$/);
  expect(await check('log')).toMatchObject({ state: 'ok', finding: 'for people' });
});

it('in a container says who it is, and whether photos can be written', async () => {
  process.env.PHOTO_TAG_CONTAINER = '1';
  const config = join(folder, 'roots.yaml');
  writeFileSync(config, `roots: [${folder}, ${join(folder, 'not there')}]\n`);
  const roots = loadSettings({ folder, dataFolder: 'data', configFile: config });
  const checks = await operationChecks(roots, now);
  delete process.env.PHOTO_TAG_CONTAINER;
  expect(checks.find(({ what }) => what === 'container')).toMatchObject({
    state: process.getuid?.() === 0 ? 'warning' : 'ok',
    finding: expect.stringContaining(`read-only: ${join(folder, 'not there')}, whose sidecars go to`),
  });
});

it('of a library in Postgres says whose backups are meant', async () => {
  process.env.PHOTO_TAG_DATABASE_URL = 'postgres://db/photos';
  const postgres = loadSettings({ folder, dataFolder: 'data' });
  delete process.env.PHOTO_TAG_DATABASE_URL;
  const checks = await operationChecks(postgres, now);
  expect(checks.find(({ what }) => what === 'backup')?.remedy).toContain('pg_dump');
});
