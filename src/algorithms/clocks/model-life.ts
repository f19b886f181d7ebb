import { DAY_MILLIS } from '../wall-time.ts';
import type { ClockChain } from './clock-chains.ts';
import { startOf } from './clock-segments.ts';
import { between, type Evidence } from './evidence.ts';

/** When the first picture of each model was taken, as far as evidence confirms it: wall-clock milliseconds. */
export type ModelLives = ReadonlyMap<string, number>;

/** Somebody else's camera of that model may be older, and the first pictures may be lost. */
const EARLIER_MILLIS = 400 * DAY_MILLIS;
const WEIGHT = 0.8;

/** @param trusted chains whose clock the evidence confirms */
export function livesOf(trusted: readonly ClockChain[]): ModelLives {
  const lives = new Map<string, number>();
  for (const chain of trusted) {
    const model = modelOf(chain);
    const start = startOf(chain.segments[0]!);
    lives.set(model, Math.min(lives.get(model) ?? Number.POSITIVE_INFINITY, start));
  }
  return lives;
}

/** No camera takes pictures before it is built. */
export function isBeforeItsLife(chain: ClockChain, lives: ModelLives): boolean {
  const first = lives.get(modelOf(chain));
  return first !== undefined && startOf(chain.segments[0]!) < first - EARLIER_MILLIS;
}

export function lifeEvidence(chain: ClockChain, lives: ModelLives): Evidence[] {
  const first = lives.get(modelOf(chain));
  if (first === undefined || !isBeforeItsLife(chain, lives)) return [];
  const least = first - EARLIER_MILLIS - startOf(chain.segments[0]!);
  const says = 'the first confirmed pictures of this model are years later';
  return [between('order', WEIGHT, least, Number.POSITIVE_INFINITY, says)];
}

function modelOf(chain: ClockChain): string {
  const { make, model } = chain.segments[0]!.shots[0]!.witness;
  return JSON.stringify([make, model]);
}
