import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { messageOf, PhotoTagError } from '../domain/errors.ts';

/** How to start exiftool: `perl script …`. */
export interface ExiftoolCommand {
  readonly perl: string;
  readonly script: string;
  /** Version of the package that brings the script: `13.59.3`. */
  readonly version: string;
}

/**
 * Finds the exiftool that `exiftool-vendored` brings. It lies in a package of its own, which npm may place
 * beside it or below it, so it is resolved from there.
 *
 * @throws PhotoTagError TOOL_MISSING where the package or its script is not installed.
 */
export function bundledExiftool(perl = 'perl'): ExiftoolCommand {
  let script: string;
  let version: string;
  try {
    const fromHere = createRequire(import.meta.url);
    const fromVendored = createRequire(fromHere.resolve('exiftool-vendored'));
    script = fromVendored('exiftool-vendored.pl');
    const manifest = readFileSync(join(dirname(script), '../package.json'), 'utf8');
    version = (JSON.parse(manifest) as { version: string }).version;
  } catch (cause) {
    throw scriptMissing(`the package exiftool-vendored.pl was not found (${messageOf(cause)})`, cause);
  }
  if (!existsSync(script)) throw scriptMissing(`${script} does not exist`, undefined);
  return { perl, script, version };
}

function scriptMissing(what: string, cause: unknown): PhotoTagError {
  return new PhotoTagError('TOOL_MISSING', `exiftool is missing: ${what}.`, {
    remedy: 'Run `npm ci` again, without --omit=optional: exiftool comes with an optional package.',
    cause,
  });
}
