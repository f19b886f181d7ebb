import type { PathDateToken } from '../path-date-tokens.ts';
import type { ClockSegment } from './clock-segments.ts';
import type { CompanionsBook } from './companions-book.ts';
import { isEcho } from './path-evidence.ts';

/** What the folder says and did not learn from the clock. */
export function ownToken(segment: ClockSegment, book: CompanionsBook): PathDateToken | null {
  const token = book.tokenOf(segment);
  return token === null || isEcho(segment, token) ? null : token;
}
