import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian puts each version, newest first; PHOTO_TAG_POSTGRES names another folder of programs. */
export const POSTGRES_PROGRAMS =
  process.env.PHOTO_TAG_POSTGRES ??
  versionsIn('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`)[0] ??
  '/usr/bin';

export const hasPostgres = process.platform !== 'win32' && existsSync(join(POSTGRES_PROGRAMS, 'initdb'));

function versionsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).sort((one, other) => Number(other) - Number(one));
}
