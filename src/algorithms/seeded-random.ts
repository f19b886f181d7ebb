/**
 * A source of uniform numbers in [0, 1): the same for the same seed, on every machine.
 *
 * Mulberry32 (Tommy Ettinger, 2017, public domain): 32 bits of state, so the numbers repeat after 2^32. Enough for
 * pictures, shuffles and made data; not for statistics that need long periods, and never for secrets.
 *
 * @param seed taken modulo 2^32.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
