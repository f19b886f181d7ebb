import { createHash } from 'node:crypto';

/**
 * A name for a set of photos, made from the set alone: the same members give the same id in any order, on any
 * machine, in any run; one member more or less gives another. 48 bits: among a million clusters the chance
 * that any two share an id is 0.2 %.
 *
 * @param memberSha1s SHA-1 of each member's bytes, 40 lower-case hex digits
 * @returns `c` and 12 hex digits
 */
export function clusterId(memberSha1s: readonly string[]): string {
  const members = [...new Set(memberSha1s)].sort().join('\n');
  return `c${createHash('sha1').update(members).digest('hex').slice(0, 12)}`;
}
