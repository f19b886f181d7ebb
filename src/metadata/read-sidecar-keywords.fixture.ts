import { readFileSync } from 'node:fs';
import { KEYWORD_PROPERTIES, KEYWORD_PROPERTY_NAMES } from './keyword-properties.ts';
import type { KeywordPropertyName } from './sidecar-writer.ts';
import { findKeywordList } from './xmp-keyword-list.ts';
import { openXmpPacket } from './xmp-packet.ts';

/** The keyword lists of a sidecar, in order. */
export function readSidecarKeywords(sidecar: string): Record<KeywordPropertyName, readonly string[]> {
  const packet = openXmpPacket(readFileSync(sidecar));
  const [subject, hierarchicalSubject, tagsList] = KEYWORD_PROPERTY_NAMES.map(
    (name) => findKeywordList(packet, KEYWORD_PROPERTIES[name]).values,
  );
  return { subject: subject!, hierarchicalSubject: hierarchicalSubject!, tagsList: tagsList! };
}
