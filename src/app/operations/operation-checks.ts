import { constants, existsSync, readdirSync, statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Settings } from '../../config/load.ts';
import { unfinishedRestore } from '../backup/half-restored.ts';
import { lastBackup } from '../backup/last-backup.ts';
import type { Check } from '../doctor.ts';
import { freeBytes } from './free-space.ts';

const GIGABYTE = 1e9;
/** A proxy of 1024 px and quality 90. */
const PROXY_BYTES = 150_000;
/** Below that a large library fills the disk within hours. */
const LITTLE_SPACE = 5 * GIGABYTE;
/** A week of decisions is what nobody wants to make again. */
const OLD_BACKUP_DAYS = 7;
const DAY_MILLIS = 86_400_000;

/** What those ask who keep the program running: space, backups, upgrades, the container. Takes no time. */
export async function operationChecks(settings: Settings, now: Date): Promise<Check[]> {
  return [
    ...restoreCheck(settings),
    ...backupCheck(settings, now),
    ...databaseFiles(settings),
    proxySpace(settings),
    ...(await containerChecks(settings)),
    logCheck(settings),
  ];
}

function restoreCheck({ dataFolder }: Settings): Check[] {
  const note = unfinishedRestore(dataFolder);
  if (note === null) return [];
  return [
    {
      what: 'restore',
      state: 'missing',
      finding: `a restore of ${note.from} was stopped half-way`,
      remedy: `Run it again: photo-tag restore ${note.from} --replace`,
    },
  ];
}

function backupCheck({ dataFolder, database }: Settings, now: Date): Check[] {
  const what = 'backup';
  if (database.kind === 'postgres') {
    const remedy = 'pg_dump makes one; keep config.yaml and ck_vocab.yaml with it (docs/backup.md).';
    return [{ what, state: 'ok', finding: 'Postgres’ own', remedy }];
  }
  if (!existsSync(database.reveal())) return [];
  const last = lastBackup(dataFolder);
  const remedy = 'photo-tag backup FOLDER, best on another disk and each night (docs/backup.md).';
  if (last === null) return [{ what, state: 'warning', finding: 'none was ever made', remedy }];
  const days = Math.floor((now.getTime() - Date.parse(last.madeAt)) / DAY_MILLIS);
  const age = days < 1 ? 'of today' : `${days} ${days === 1 ? 'day' : 'days'} old`;
  const isThere = existsSync(last.file);
  const isSameDisk = isThere && statSync(last.file).dev === statSync(database.reveal()).dev;
  return [
    {
      what,
      state: days >= OLD_BACKUP_DAYS ? 'warning' : 'ok',
      finding: `${last.file}, ${age}${isThere ? '' : ', not to be seen from here'}${isSameDisk ? ', on the disk of the library' : ''}`,
      remedy: days >= OLD_BACKUP_DAYS || isSameDisk ? remedy : '',
    },
  ];
}

/** How large it is, and what earlier upgrades and restores left beside it. */
function databaseFiles({ database }: Settings): Check[] {
  if (database.kind === 'postgres' || !existsSync(database.reveal())) return [];
  const file = database.reveal();
  const beside = readdirSync(dirname(file)).filter((name) => name.startsWith(`${basename(file)}.before-`));
  const size = (path: string): number => statSync(path).size;
  const kept = beside.reduce((sum, name) => sum + size(`${dirname(file)}/${name}`), 0);
  return [
    {
      what: 'database',
      state: 'ok',
      finding: `${megabytes(size(file))}${beside.length === 0 ? '' : `, and ${beside.length} kept aside by upgrades and restores, ${megabytes(kept)}`}`,
      remedy: beside.length === 0 ? '' : `May be deleted once all is well: ${beside.join(', ')}`,
    },
  ];
}

function proxySpace({ proxy }: Settings): Check {
  const free = freeBytes(proxy.cache_dir);
  const what = 'space for proxies';
  if (free === null) {
    return {
      what,
      state: 'warning',
      finding: `${proxy.cache_dir} cannot be looked at`,
      remedy: 'Is it mounted?',
    };
  }
  const photos = Math.floor(free / PROXY_BYTES / 1000) * 1000;
  return {
    what,
    state: free < LITTLE_SPACE ? 'warning' : 'ok',
    finding: `${(free / GIGABYTE).toFixed(0)} GB free, for some ${photos.toLocaleString('en')} photos more`,
    remedy: free < LITTLE_SPACE ? 'Free some space, or set proxy.cache_dir to another disk.' : '',
  };
}

/** Where Docker and Podman say that one is in a container; our own images, Podman and Kubernetes say it in the environment. */
const CONTAINER_MARKS = ['/.dockerenv', '/run/.containerenv'];
const CONTAINER_VARIABLES = ['PHOTO_TAG_CONTAINER', 'container', 'KUBERNETES_SERVICE_HOST'];

const isInContainer = (): boolean =>
  CONTAINER_MARKS.some((mark) => existsSync(mark)) ||
  CONTAINER_VARIABLES.some((name) => process.env[name] !== undefined);

async function containerChecks({ roots, xmp }: Settings): Promise<Check[]> {
  if (!isInContainer()) return [];
  const closed: string[] = [];
  for (const root of roots) {
    const canWrite = await access(root, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!canWrite) closed.push(root);
  }
  const who = `user ${process.getuid?.() ?? '?'}:${process.getgid?.() ?? '?'}`;
  return [
    {
      what: 'container',
      state: process.getuid?.() === 0 ? 'warning' : 'ok',
      finding:
        closed.length === 0
          ? `yes, as ${who}; photos can be written: sidecars go beside them`
          : `yes, as ${who}; read-only: ${closed.join(', ')}, whose sidecars go to ${xmp.sidecar_root}`,
      remedy:
        process.getuid?.() === 0
          ? 'Run it as another user than root: --user 1000:1000 (docs/docker.md).'
          : closed.length > 0
            ? 'PHOTOS_MODE=rw mounts photos writable; photo-tag sidecars --bring-home takes sidecars home later.'
            : '',
    },
  ];
}

function logCheck({ runtime }: Settings): Check {
  return {
    what: 'log',
    state: 'ok',
    finding: runtime.log === 'json' ? `JSON lines, from ${runtime.log_level} on` : 'for people',
    remedy:
      runtime.log === 'json'
        ? ''
        : 'runtime.log: json, or --log json, makes lines for programs (docs/operations.md).',
  };
}

const megabytes = (bytes: number): string =>
  bytes < GIGABYTE ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / GIGABYTE).toFixed(2)} GB`;
