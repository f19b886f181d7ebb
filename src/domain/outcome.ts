/** What became of one item in one stage. A bad photo is a value here; a broken tool throws. */
export type Outcome<Result> =
  | { readonly status: 'done'; readonly result: Result }
  | { readonly status: 'skipped'; readonly reason: string }
  | { readonly status: 'failed'; readonly reason: string };

export type OutcomeStatus = Outcome<unknown>['status'];

export const done = <Result>(result: Result): Outcome<Result> => ({ status: 'done', result });
export const skipped = (reason: string): Outcome<never> => ({ status: 'skipped', reason });
export const failed = (reason: string): Outcome<never> => ({ status: 'failed', reason });
