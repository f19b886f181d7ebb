/** When a member of a cluster is not given what is decided for the cluster. */
export const HOLD_BACK = {
  /**
   * Odds of the label that are so many times worse than the cluster's median are those of another picture: as far as
   * from 90 % down to a third, or from a third down to a fortieth.
   */
  odds: 20,
  /** With fewer members whose probability is known there is no median worth the name. */
  members: 3,
} as const;

export interface MemberForTag {
  /** See ClusterMember: false where it is in the cluster by a chain of neighbours. */
  readonly fits: boolean;
  /** Natural logarithm of the odds that the label is right; null where nobody knows. */
  readonly logOdds: number | null;
}

/**
 * Why each member is held back; null: it is not. Accepting holds back those far less likely than the cluster's median,
 * rejecting those far more likely: the mistake of the one is a wrong keyword, that of the other a lost one.
 *
 * @param leastLogOdds at which the label is proposed; a member on the same side of it as the verdict is never held back
 */
export function holdBack(
  members: readonly MemberForTag[],
  verdict: 'accept' | 'reject',
  leastLogOdds: number,
): ('does not fit' | 'unlikely' | 'likely' | null)[] {
  const known = members.flatMap(({ logOdds }) => logOdds ?? []).sort((a, b) => a - b);
  const median = known.length < HOLD_BACK.members ? null : known[(known.length - 1) >> 1]!;
  const far = Math.log(HOLD_BACK.odds);
  return members.map(({ fits, logOdds }) => {
    if (!fits) return 'does not fit';
    if (median === null || logOdds === null) return null;
    if (verdict === 'accept') return logOdds < leastLogOdds && logOdds < median - far ? 'unlikely' : null;
    return logOdds >= leastLogOdds && logOdds > median + far ? 'likely' : null;
  });
}
