import { SpendBudget } from '../../algorithms/vision/spend-budget.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { VisionConsent } from '../../domain/vision.ts';

/** One run that the user said yes to: its purse, and whether it goes on. */
export class VisionSession {
  readonly consent: VisionConsent;
  readonly budget: SpendBudget;
  #settled = Promise.withResolvers<void>();
  #isExhausted = false;
  #overrun: PhotoTagError | null = null;

  constructor(consent: VisionConsent, budgetNanoUsd: number, spentNanoUsd: number) {
    this.consent = consent;
    this.budget = new SpendBudget(budgetNanoUsd, spentNanoUsd);
  }

  /** Nothing more is asked: what is left of the budget does not pay for another call. */
  get isExhausted(): boolean {
    return this.#isExhausted;
  }

  /** The service counts more than it could: its price is not what the table says. */
  get overrun(): PhotoTagError | null {
    return this.#overrun;
  }

  /**
   * Sets the worst price of a call aside. What is set aside for calls under way is mostly more than they cost, so that it
   * waits for their end where there is no room.
   * @returns whether there was room
   */
  async setAside(nanoUsd: number): Promise<boolean> {
    while (!this.budget.setAside(nanoUsd)) {
      if (!this.budget.isWaiting) {
        this.#isExhausted = true;
        return false;
      }
      await this.#settled.promise;
    }
    return true;
  }

  /** @returns what counts as spent */
  spend(setAsideNanoUsd: number, nanoUsd: number, model: string): number {
    const counted = this.budget.spend(setAsideNanoUsd, nanoUsd);
    if (nanoUsd > setAsideNanoUsd) this.#overrun ??= overrunOf(setAsideNanoUsd, nanoUsd, model);
    this.#settled.resolve();
    this.#settled = Promise.withResolvers<void>();
    return counted;
  }
}

function overrunOf(setAside: number, reported: number, model: string): PhotoTagError {
  const usd = (nano: number) => `$${(nano / 1e9).toFixed(6)}`;
  const message = `The vision service counts ${usd(reported)} for a call that can cost ${usd(setAside)} at most by the price table`;
  return new PhotoTagError('VISION_UNUSABLE', message, {
    remedy: `Nothing more was asked. Look at the bill, and mend ai_tagging.prices for ${model}: its tokens a picture are not what stands there.`,
  });
}
