import type { Description } from '../../domain/description.ts';

/** A captioner puts what it reads between quotes, or in capitals after these words. */
const READS =
  /\b(?:says?|reads?|reading|saying|words?|letters?|labell?ed|written)\b[^"“”'‘’.]*["“'‘]([^"“”]+?)["”'’](?=[\s,.;!?]|$)/gi;

/** Lines of text that were read in the picture: those of the reader of text, and what a caption quotes. */
export function signsIn(description: Description | null): string[] {
  if (description === null) return [];
  const read = (description.text ?? []).map(({ words }) => words);
  const quoted = [description.caption, description.detailedCaption].flatMap((caption) =>
    [...caption.matchAll(READS)].map((match) => match[1]!),
  );
  return [...new Set([...read, ...quoted])];
}
