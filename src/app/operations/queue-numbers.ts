/** What is known of a queue of several workers. */
export interface QueueNumbers {
  readonly jobs: readonly {
    readonly stage: string;
    /** `waiting`, `active`, `retry`, `dead`. */
    readonly state: string;
    readonly count: number;
  }[];
  readonly workers: number;
}
