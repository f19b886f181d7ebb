import { setTimeout as sleep } from 'node:timers/promises';

export interface PaceOptions {
  /** Calls at the same time, at most. */
  readonly concurrency: number;
  /** 0: only what the service says. */
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}

const MINUTE = 60_000;
/** After a refusal for haste, one more call at a time is tried after that many good answers. */
const GOOD_ANSWERS_A_STEP = 8;
/** A service that says "come back tomorrow" does not get a sleeping program. */
const LONGEST_PAUSE = 10 * MINUTE;

/**
 * How fast a service may be asked: its limits of requests and tokens a minute, the pauses that it asks for, and as many
 * calls at the same time as it takes. Told to slow down, half as many go on, and slowly more again.
 */
export class Pace {
  readonly #options: PaceOptions;
  readonly #now: () => number;
  #underWay = 0;
  #allowed: number;
  #good = 0;
  #pausedUntil = 0;
  #taken: { at: number; tokens: number }[] = [];
  #hasAnswered = false;
  #wake = Promise.withResolvers<void>();

  constructor(options: PaceOptions, now: () => number = Date.now) {
    this.#options = options;
    this.#now = now;
    this.#allowed = options.concurrency;
  }

  /** How many may be under way at the moment. The first answer is waited for: it tells what the service can. */
  get allowed(): number {
    return this.#hasAnswered ? this.#allowed : 1;
  }

  /**
   * Waits for a turn.
   * @returns false where the signal came first
   */
  async turn(tokens: number, signal: AbortSignal): Promise<boolean> {
    for (;;) {
      if (signal.aborted) return false;
      const wait = this.#wait(tokens);
      if (wait === 0) break;
      const wake = this.#wake.promise;
      const timer = new AbortController();
      const stop = (): void => timer.abort();
      signal.addEventListener('abort', stop, { once: true });
      await Promise.race([
        wake,
        sleep(Math.min(wait, MINUTE), undefined, { signal: timer.signal }).catch(() => undefined),
      ]);
      signal.removeEventListener('abort', stop);
      timer.abort();
    }
    this.#underWay++;
    this.#taken.push({ at: this.#now(), tokens });
    return true;
  }

  /** Milliseconds until a turn may be had; a minute where only the end of another call gives one. */
  #wait(tokens: number): number {
    const now = this.#now();
    if (now < this.#pausedUntil) return this.#pausedUntil - now;
    if (this.#underWay >= this.allowed) return MINUTE;
    this.#taken = this.#taken.filter(({ at }) => now - at < MINUTE);
    const { requestsPerMinute, tokensPerMinute } = this.#options;
    const oldest = this.#taken[0];
    if (oldest === undefined) return 0;
    const untilOldestIsOver = Math.max(1, oldest.at + MINUTE - now);
    if (requestsPerMinute > 0 && this.#taken.length >= requestsPerMinute) return untilOldestIsOver;
    const used = this.#taken.reduce((sum, one) => sum + one.tokens, 0);
    return tokensPerMinute > 0 && used + tokens > tokensPerMinute ? untilOldestIsOver : 0;
  }

  /** A call came to its end. */
  over(): void {
    this.#underWay--;
    this.#hasAnswered = true;
    this.#awake();
  }

  /** What the headers of an answer say of limits. */
  heard(headers: Headers, isTooFast: boolean): void {
    if (isTooFast) {
      this.#allowed = Math.max(1, Math.floor(this.#allowed / 2));
      this.#good = 0;
    } else if (++this.#good >= GOOD_ANSWERS_A_STEP) {
      this.#allowed = Math.min(this.#options.concurrency, this.#allowed + 1);
      this.#good = 0;
    }
    for (const kind of ['requests', 'tokens']) {
      const left = headers.get(`x-ratelimit-remaining-${kind}`);
      const reset = durationMillis(headers.get(`x-ratelimit-reset-${kind}`));
      if (left !== null && Number(left) <= 0 && reset !== null) this.pause(reset);
    }
  }

  /** Nobody asks for that long. */
  pause(millis: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + Math.min(millis, LONGEST_PAUSE));
  }

  #awake(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers<void>();
  }
}

/**
 * How long a refusal asks to wait: `retry-after-ms`, `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3),
 * or the limits of a minute. Null where it does not say.
 */
export function askedPauseMillis(headers: Headers, nowMillis: number): number | null {
  const millis = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (millis >= 0) return Math.min(millis, LONGEST_PAUSE);
  const after = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(after)) return Math.min(Number(after) * 1000, LONGEST_PAUSE);
  const date = after === '' ? Number.NaN : Date.parse(after);
  if (!Number.isNaN(date)) return Math.min(Math.max(0, date - nowMillis), LONGEST_PAUSE);
  const resets = ['requests', 'tokens'].flatMap((kind) => {
    const left = headers.get(`x-ratelimit-remaining-${kind}`);
    const reset = durationMillis(headers.get(`x-ratelimit-reset-${kind}`));
    return left !== null && Number(left) <= 0 && reset !== null ? [reset] : [];
  });
  return resets.length > 0 ? Math.min(Math.max(...resets), LONGEST_PAUSE) : null;
}

/** `6m0s`, `1.5s`, `20ms`, `1h2m`; a bare number is seconds. */
export function durationMillis(text: string | null): number | null {
  if (text === null) return null;
  if (/^\d+(\.\d+)?$/.test(text.trim())) return Number(text) * 1000;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.length === 0) return null;
  const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  return parts.reduce((sum, [, value, unit]) => sum + Number(value) * units[unit!]!, 0);
}
