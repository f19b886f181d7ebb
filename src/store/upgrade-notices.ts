export const UPGRADE_BEGINS =
  'An earlier version of photo-tag made this library: it is brought up to date, once. A large one takes minutes.';

/** @param begun of `performance.now()` */
export const upgradeEnds = (begun: number): string =>
  `The library is up to date after ${((performance.now() - begun) / 1000).toFixed(1)} s.`;
