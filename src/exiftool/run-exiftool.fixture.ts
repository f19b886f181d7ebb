import { execFileSync } from 'node:child_process';
import { bundledExiftool } from './bundled-exiftool.ts';

/** The bundled exiftool, run to its end: tests make their files with it, and compare with what it says. */
export function runExiftool(arguments_: readonly string[]): string {
  const { perl, script } = bundledExiftool();
  // Exit code 1 says that one of the files could not be read, and the answers for the others are there all the same.
  try {
    return execFileSync(perl, [script, '-config', '', ...arguments_], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

/** ImageDataHash by exiftool for each path that it can read; null where it finds no image data. */
export function imageDataHashes(paths: readonly string[]): Map<string, string | null> {
  const listed = JSON.parse(runExiftool(['-json', '-ImageDataHash', '-FileType', ...paths])) as {
    SourceFile: string;
    ImageDataHash?: string;
  }[];
  return new Map(listed.map((file) => [file.SourceFile, file.ImageDataHash ?? null]));
}
