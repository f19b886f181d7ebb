/** How patient a download is; tests are less so. */
export interface Timings {
  /** Until the server answers at all. Too short fails on slow links, too long leaves people waiting. */
  readonly answerMillis: number;
  /** Without a single byte: the connection is taken for dead, and opened again where it stopped. */
  readonly stallMillis: number;
  /** Before the second try; doubled with each further one. */
  readonly backOffMillis: number;
  /** A server that asks for more than this is believed, and the pull ends: the same command goes on later. */
  readonly longestWaitMillis: number;
  /** Tries without a single new byte. */
  readonly attempts: number;
}

export const TIMINGS: Timings = {
  answerMillis: 30_000,
  stallMillis: 60_000,
  backOffMillis: 1_000,
  longestWaitMillis: 5 * 60_000,
  attempts: 6,
};
