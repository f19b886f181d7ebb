import { membersThatFit } from '../algorithms/cluster-fit.ts';
import type { WindowGroup } from '../algorithms/cluster-window.ts';
import { type Frame, nearDuplicates } from '../algorithms/near-duplicates.ts';
import type { ClusterMember } from '../domain/cluster.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { Proxy } from '../domain/proxy.ts';

/** What is known of the photos of a window. */
export interface WindowFacts {
  readonly times: ReadonlyMap<Sha1, number | null>;
  /** The vectors that were clustered, row-major. */
  readonly matrix: Float32Array;
  readonly dimensions: number;
  readonly proxies: ReadonlyMap<Sha1, Proxy>;
  readonly cosineThreshold: number;
}

/** Members of a group that was found among `rows`: which of them fit, which are near-identical, which is best. */
export function membersOf(group: WindowGroup, rows: readonly Sha1[], facts: WindowFacts): ClusterMember[] {
  const { times, matrix, dimensions, proxies, cosineThreshold } = facts;
  const sha1s = group.members.map((row) => rows[row]!);
  const fits = membersThatFit(group.distanceToMedoid, cosineThreshold);
  const frames = sha1s.map((sha1): Frame | null => {
    const statistics = proxies.get(sha1)?.statistics;
    if (statistics === undefined) return null;
    return { ...statistics, wallMillis: times.get(sha1) ?? null };
  });
  const distance = (one: number, other: number) =>
    cosineDistance(matrix, dimensions, group.members[one]!, group.members[other]!);
  const places = nearDuplicates(frames, distance, cosineThreshold);
  return sha1s.map((sha1, position) => ({
    sha1,
    membership: group.membership[position]!,
    distanceToMedoid: group.distanceToMedoid[position]!,
    fits: fits[position]!,
    ...places[position]!,
  }));
}

/** Of two rows of unit vectors. */
function cosineDistance(matrix: Float32Array, dimensions: number, one: number, other: number): number {
  const a = one * dimensions;
  const b = other * dimensions;
  let dot = 0;
  for (let k = 0; k < dimensions; k++) dot += matrix[a + k]! * matrix[b + k]!;
  return 1 - dot;
}
