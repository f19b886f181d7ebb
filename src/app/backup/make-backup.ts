import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Settings } from '../../config/load.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { BackupContent, DatabaseBackup, KeptFile } from '../../store/database-backup.ts';
import { noteBackup } from './last-backup.ts';
import { libraryFiles } from './library-files.ts';
import { refusePostgres } from './postgres-backup.ts';

export interface BackupRequest {
  /** A file, or a folder, in which the backup gets a name with its time. */
  readonly place: string;
  /** Keeps that many of the backups with such names in the folder, and removes older ones. */
  readonly keep?: number | undefined;
  readonly version: string;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly onProgress?: ((share: number) => void) | undefined;
}

export interface MadeBackup extends BackupContent {
  readonly file: string;
  readonly removed: readonly string[];
}

/** The names that this program gives, which alone it removes again. */
const OWN_NAME = /^photo-tag-\d{8}-\d{6}\.sqlite$/;
/** The vocabulary may be changed in the same moment; after that many times somebody changes it all the time. */
const MOST_TRIES = 3;

/**
 * One file with all of a library that cannot be made again, while others work on it.
 * @throws PhotoTagError USAGE where there is no library, or something else lies at that place
 */
export async function makeBackup(
  settings: Settings,
  backup: DatabaseBackup,
  request: BackupRequest,
): Promise<MadeBackup> {
  refusePostgres(settings.database, 'backup');
  const from = settings.database.reveal();
  if (!existsSync(from)) {
    throw new PhotoTagError('USAGE', `There is no library at ${from} yet`, {
      file: from,
      remedy: 'Name its data folder with --data, or its configuration with --config.',
    });
  }
  const isFolder = existsSync(request.place)
    ? statSync(request.place).isDirectory()
    : /[/\\]$/.test(request.place);
  const to = isFolder ? join(request.place, ownName(request.now)) : request.place;
  await refuseOther(to, from, backup);
  for (let tries = 1; ; tries++) {
    const before = libraryFiles(settings);
    let during: readonly KeptFile[] = before;
    const content = await backup.backUp({
      from,
      to,
      version: request.version,
      madeAt: request.now.toISOString(),
      files: () => {
        during = libraryFiles(settings);
        return during;
      },
      onProgress: request.onProgress,
      signal: request.signal,
    });
    // Words that were renamed between the two belong to a database with, or to one without, that change.
    if (isSame(before, during) || tries === MOST_TRIES) {
      noteBackup(settings.dataFolder, {
        madeAt: request.now.toISOString(),
        file: resolve(to),
        bytes: content.bytes,
      });
      return { ...content, file: to, removed: isFolder ? removeOlder(request) : [] };
    }
  }
}

function ownName(now: Date): string {
  const [day, time] = now.toISOString().slice(0, 19).replace(/[-:]/g, '').split('T');
  return `photo-tag-${day}-${time}.sqlite`;
}

/** A backup takes the place of a backup, and of nothing else. */
async function refuseOther(to: string, from: string, backup: DatabaseBackup): Promise<void> {
  if (!existsSync(to)) return;
  const refuse = (what: string): never => {
    throw new PhotoTagError('USAGE', `${to} is ${what}`, {
      file: to,
      remedy: 'Name another file, or a folder: there the backup gets a name with its time.',
    });
  };
  if (resolve(to) === resolve(from)) refuse('the library itself');
  const content = await backup.inspect(to, false).catch(() => null);
  if (content === null || content.madeAt === null) refuse('there already, and is no backup');
}

const isSame = (one: readonly KeptFile[], other: readonly KeptFile[]): boolean =>
  one.length === other.length &&
  one.every(
    ({ name, bytes }, index) => name === other[index]!.name && Buffer.from(bytes).equals(other[index]!.bytes),
  );

function removeOlder({ place, keep }: BackupRequest): string[] {
  if (keep === undefined) return [];
  const own = readdirSync(place).filter((name) => OWN_NAME.test(basename(name)));
  const older = own.sort().slice(0, -keep);
  for (const name of older) rmSync(join(place, name));
  return older.map((name) => join(place, name));
}
