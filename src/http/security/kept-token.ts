import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import { newToken } from './access-token.ts';

/** What a header can carry (RFC 6750, b64token), and nobody guesses in a lifetime of asking. */
const TOKEN = /^[\w~+/.-]{16,512}=*$/;

/** Where a token may come from besides a new one. */
export interface TokenSources {
  /** `PHOTO_TAG_TOKEN`. */
  readonly token: string | undefined;
  /** `PHOTO_TAG_TOKEN_FILE`: a secret that is mounted, or a file that is made at the first start. */
  readonly file: string | undefined;
}

/**
 * The token that stays from start to start; null where none is set, and every start makes its own.
 * @throws PhotoTagError USAGE where what is set is no token, or the file cannot be read or made
 */
export function keptToken({ token, file }: TokenSources): string | null {
  if (token) return sound(token.trim(), 'PHOTO_TAG_TOKEN', undefined);
  if (!file) return null;
  try {
    return sound((readOrNull(file) ?? make(file)).trim(), 'PHOTO_TAG_TOKEN_FILE', file);
  } catch (cause) {
    if (cause instanceof PhotoTagError) throw cause;
    throw new PhotoTagError('USAGE', `The access token cannot be kept in ${file}: ${messageOf(cause)}`, {
      file,
      cause,
      remedy: 'Name a file that can be read, or made, by the user that photo-tag runs as.',
    });
  }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Whole or not at all, and of two servers that start at once both keep the same one. */
function make(file: string): string {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  writeFileSync(draft, `${newToken()}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8');
}

function sound(token: string, from: string, file: string | undefined): string {
  if (TOKEN.test(token)) return token;
  throw new PhotoTagError('USAGE', `What ${from} holds is no access token`, {
    file,
    remedy: 'Take 16 characters or more of A–Z, a–z, 0–9, - and _: `openssl rand -hex 32` makes some.',
  });
}
