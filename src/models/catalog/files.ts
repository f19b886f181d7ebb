import type { ModelFile, ModelFileRole, Precision } from '../../domain/model.ts';

/** Bytes as published, or `{ rough }` as the hub's page rounds them, or null. */
type Size = number | { readonly rough: number } | null;

/** A line of a catalogue entry; a size or checksum that nobody could look up is null, never guessed. */
export function file(
  role: ModelFileRole,
  precision: Precision | null,
  path: string,
  size: Size,
  sha256: string | null = null,
): ModelFile {
  if (size !== null && typeof size === 'object') {
    return { role, precision, path, bytes: null, roughBytes: size.rough, sha256 };
  }
  return { role, precision, path, bytes: size, sha256 };
}
