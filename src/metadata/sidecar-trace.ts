import { createHash } from 'node:crypto';
import type { KeywordLists } from './sidecar-writer.ts';
import type { Edit } from './text-edits.ts';
import { applyEdits } from './text-edits.ts';
import { decodeSidecar, encodeSidecar } from './xmp-encoding.ts';

/**
 * What one change did to one sidecar, so that it can be taken back to the byte: the inverse edits, and between which
 * contents they lead. The journal keeps it as text.
 */
export interface SidecarTrace {
  readonly version: 1;
  /** SHA-1 of the bytes; null where the sidecar was made. */
  readonly before: string | null;
  readonly after: string;
  readonly added: KeywordLists;
  /** Keywords of ours whose place `added` took, when they were spelled otherwise. */
  readonly replaced?: KeywordLists;
  /** Lists that were not there, or empty. */
  readonly made: readonly string[];
  /** From after to before, as [start, end, text] in the Latin-1 view of the UTF-8 text. Empty where it was made. */
  readonly inverse: readonly (readonly [number, number, string])[];
}

export const sha1Of = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');

export const writeTrace = (trace: SidecarTrace): string => JSON.stringify(trace);

export const inverseOf = (edits: readonly Edit[]): SidecarTrace['inverse'] =>
  edits.map(({ start, end, text }) => [start, end, text] as const);

/** @returns those that this version can read; a trace that is not understood only costs exactness. */
export function readTraces(texts: readonly string[]): SidecarTrace[] {
  return texts.flatMap((text) => {
    try {
      const trace = JSON.parse(text) as SidecarTrace;
      return trace.version === 1 ? [trace] : [];
    } catch {
      return [];
    }
  });
}

/** The bytes before a change, or null where they cannot be had: then the sidecar is not what the trace speaks of. */
export function bytesBefore(bytes: Buffer, trace: SidecarTrace): Buffer | null {
  try {
    const decoded = decodeSidecar(bytes);
    const edits = trace.inverse.map(([start, end, text]): Edit => ({ start, end, text }));
    const before = encodeSidecar({ ...decoded, text: applyEdits(decoded.text, edits) });
    return sha1Of(before) === trace.before ? before : null;
  } catch {
    return null;
  }
}
